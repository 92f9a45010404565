#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>
#include <kconnect/config_provider.hpp>

namespace kconnect {

class ConfigDef;
class SecretMask;

/// Providers by the names that variables give them.
using ConfigProviders = std::map<std::string, std::unique_ptr<ConfigProvider>, std::less<>>;

/// A variable in a text: `${provider:key}` or `${provider:path:key}`.
struct ConfigVariable {
    std::size_t begin;  ///< Of its text, from the dollar sign.
    std::size_t end;    ///< Behind the closing brace.
    std::string_view provider;
    std::string_view path;  ///< May be empty.
    std::string_view key;   ///< May have colons in it.
};

/// The variables of `text`, in their order. Views into `text`.
std::vector<ConfigVariable> config_variables(std::string_view text);

/// A configuration whose variables have their values, and how long values of paths hold.
struct TransformedConfig {
    ConfigMap config;
    std::map<std::string, std::chrono::milliseconds> ttls;  ///< By path; only those that end.
};

/// Replaces variables by what providers know. One pass: a value's own variables stay text, as does
/// a variable whose provider or key is unknown. Mirrors org.apache.kafka.common.config's class.
/// Threads: any; providers are called one at a time.
class ConfigTransformer {
public:
    /// `secrets` is borrowed and learns the values that must not be shown: those of passwords, and
    /// what providers supply, but for keys that Connect itself declares as no passwords, and for
    /// environment variables under names that promise no secret.
    ConfigTransformer(ConfigProviders providers, SecretMask& secrets);

    /// Asks the providers anew. Throws ConfigException when one cannot read its path.
    TransformedConfig transform(const ConfigMap& config);

    /// Learns the passwords of a configuration without variables: what `def` declares as such, and
    /// what is named like one. A text that also stands under another key is none.
    void learn_passwords(const ConfigMap& config, const ConfigDef& def);

    /// What must not be shown.
    const SecretMask& secrets() const noexcept { return secrets_; }

private:
    using Path = std::pair<std::string, std::string>;  ///< Provider and path.

    std::map<Path, ConfigData> look_up(const ConfigMap& config);
    std::string replace(const std::string& config_key,
                        const std::string& text,
                        const std::map<Path, ConfigData>& data);
    bool is_secret(const std::string& config_key,
                   const ConfigVariable& variable,
                   std::string_view value) const;

    ConfigProviders providers_;
    SecretMask& secrets_;
    std::mutex mutex_;
};

/// `config` with the texts of `raw` for those keys whose text in `raw` has a variable: what may be
/// shown, when `config` was made from `raw`'s values.
ConfigMap with_variables_of(const ConfigMap& raw, ConfigMap config);

}  // namespace kconnect
