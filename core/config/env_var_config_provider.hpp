#pragma once

#include <kconnect/config_def.hpp>
#include <kconnect/config_provider.hpp>

namespace kconnect {

/// Values from the environment as it was when the object was made: `${env:NAME}`. Parameter
/// `allowlist.pattern`: a regular expression that the whole name must match.
class EnvVarConfigProvider : public ConfigProvider {
public:
    static const ConfigDef& config_def();

    EnvVarConfigProvider();

    void configure(const ConfigMap& config) override;
    ConfigData get(std::string_view path) override;

private:
    ConfigMap environment_;
};

}  // namespace kconnect
