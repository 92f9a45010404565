#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

namespace kconnect::flight_gateway {

/// A map of a YAML file whose keys are known; whatever is wrong with it is told with file and line.
/// All functions throw ConfigException.
class YamlSection {
public:
    /// Refuses `node` when it is no map, or has a key twice or one that is not of `keys`.
    /// `what` names it in messages: "cors".
    YamlSection(std::string file,
                std::string what,
                const YAML::Node& node,
                std::initializer_list<std::string_view> keys);

    bool has(std::string_view key) const { return static_cast<bool>(find(key)); }
    YAML::Node find(std::string_view key) const;
    YamlSection section(std::string_view key, std::initializer_list<std::string_view> keys) const;

    /// Refuses an absent key, and a value that is no text.
    std::string text(std::string_view key) const;
    /// The text, or one that is written as a list of texts.
    std::vector<std::string> texts(std::string_view key) const;
    std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most) const;
    double number(std::string_view key, double above) const;
    bool truth(std::string_view key) const;

    /// Throws "FILE:LINE: MESSAGE".
    [[noreturn]] void fail(const YAML::Node& at, const std::string& message) const;
    [[noreturn]] void fail_at(std::string_view key, const std::string& message) const {
        fail(find(key), message);
    }
    const std::string& file() const noexcept { return file_; }

private:
    std::string file_;
    std::string what_;
    YAML::Node node_;
};

}  // namespace kconnect::flight_gateway
