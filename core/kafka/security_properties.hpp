#pragma once

#include <string>
#include <string_view>

#include <kconnect/config_map.hpp>

#include "client_properties.hpp"

namespace kconnect::kafka {

/// Translates the `sasl.*` and `ssl.*` keys of the rule kSecurity, which make sense only together.
/// Keys of a protocol that is not used are left out, as Java does not look at them either.
/// Throws ConfigException for stores and login modules that cannot be used.
void translate_security_properties(const ConfigMap& config,
                                   int library_version,
                                   TranslatedProperties& result);

/// A parsed `sasl.jaas.config`.
struct JaasEntry {
    std::string module;  ///< Class name.
    ConfigMap options;
};

/// Parses one JAAS entry: `module required key="value" ...;`. Throws ConfigException.
JaasEntry parse_jaas_config(std::string_view text);

}  // namespace kconnect::kafka
