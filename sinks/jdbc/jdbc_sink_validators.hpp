#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>

namespace kconnect::jdbc {

/// "[insert, upsert]": how Java shows a list of words.
std::string shown_list(const std::vector<std::string>& words);

/// A name of a zone that java.time.ZoneId knows, else `refusal`; `shown` says what is valid.
Validator time_zone(const std::string& shown, const std::string& refusal);

/// The words, in all-lower or all-upper case only: "Invalid enumerator" otherwise.
Validator lower_or_upper(const std::vector<std::string>& words);

/// The same for each element of the list of `key`, of which there must be one at least; the error
/// names the element.
Validator each_lower_or_upper(const std::string& key, const std::vector<std::string>& words);

/// One of these exact words, or "Invalid enumerator".
Validator enumerator(const std::vector<std::string>& words);

/// Recommends the same words whatever the configuration.
std::function<std::vector<std::string>(const ConfigMap&)> always_recommend(
    std::vector<std::string> words);

/// The names of the dialects, the empty one first, in the order in which Java shows them.
const std::vector<std::string>& dialect_names();

/// Adds keys of one group, numbered in the order in which they come.
class KeyGroup {
public:
    KeyGroup(ConfigDef& def, std::string name) : def_(def), name_(std::move(name)) {}

    void add(ConfigKey key) {
        key.group = name_;
        key.order = ++order_;
        def_.add(std::move(key));
    }

private:
    ConfigDef& def_;
    std::string name_;
    int order_ = 0;
};

}  // namespace kconnect::jdbc
