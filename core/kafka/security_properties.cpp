#include "security_properties.hpp"

#include <optional>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "librdkafka_version.hpp"
#include "ssl_stores.hpp"

namespace kconnect::kafka {

namespace {

constexpr std::string_view kJaas = "sasl.jaas.config";

std::string text_of(const ConfigMap& config, std::string_view key) {
    return std::string(find(config, key).value_or(std::string_view{}));
}

void translate_ssl(const ConfigMap& config, TranslatedProperties& result) {
    translate_ssl_stores(config, result);
    if (const auto algorithm = find(config, "ssl.endpoint.identification.algorithm")) {
        result.set("ssl.endpoint.identification.algorithm",
                   algorithm->empty() ? "none" : "https",
                   "ssl.endpoint.identification.algorithm");
    }
    if (const auto suites = find(config, "ssl.cipher.suites"); suites && !suites->empty()) {
        std::string list{*suites};
        for (char& letter : list) {
            letter = letter == ',' ? ':' : letter;
        }
        result.set("ssl.cipher.suites", list, "ssl.cipher.suites");
    }
}

[[noreturn]] void refuse_jaas(const std::string& problem) {
    throw ConfigException(kJaas, "[hidden]", problem);
}

/// Cuts the next word, or quoted text with Java's escapes, off `rest`.
std::string next_token(std::string_view& rest) {
    const auto first = rest.find_first_not_of(" \t\r\n");
    rest.remove_prefix(first == std::string_view::npos ? rest.size() : first);
    std::string token;
    if (rest.empty()) {
        return token;
    }
    const char quote = rest.front();
    if (quote != '"' && quote != '\'') {
        const auto end = std::min(rest.find_first_of(" \t\r\n=;\"'"), rest.size());
        const std::size_t length = end == 0 ? 1 : end;
        token = rest.substr(0, length);
        rest.remove_prefix(length);
        return token;
    }
    std::size_t index = 1;
    for (; index < rest.size() && rest[index] != quote; ++index) {
        if (rest[index] == '\\' && index + 1 < rest.size()) {
            ++index;
        }
        token.push_back(rest[index]);
    }
    if (index >= rest.size()) {
        refuse_jaas("Unterminated quoted text");
    }
    rest.remove_prefix(index + 1);
    return token;
}

void set_option(const JaasEntry& entry,
                const char* option,
                const char* name,
                TranslatedProperties& result) {
    if (const auto value = find(entry.options, option)) {
        result.set(name, std::string(*value), kJaas);
    }
}

void translate_oauth(const JaasEntry& entry, TranslatedProperties& result) {
    if (const auto subject = find(entry.options, "unsecuredLoginStringClaim_sub")) {
        result.set("enable.sasl.oauthbearer.unsecure.jwt", "true", kJaas);
        result.set("sasl.oauthbearer.config", fmt::format("principal={}", *subject), kJaas);
        return;
    }
    if (!entry.options.contains("clientId")) {
        refuse_jaas("OAuthBearerLoginModule needs clientId and clientSecret");
    }
    result.set("sasl.oauthbearer.method", "oidc", kJaas);
    set_option(entry, "clientId", "sasl.oauthbearer.client.id", result);
    set_option(entry, "clientSecret", "sasl.oauthbearer.client.secret", result);
    set_option(entry, "scope", "sasl.oauthbearer.scope", result);
}

void translate_jaas(const ConfigMap& config, TranslatedProperties& result) {
    const auto text = find(config, kJaas);
    if (!text || text->empty()) {
        return;
    }
    const JaasEntry entry = parse_jaas_config(*text);
    const std::string_view module = entry.module;
    if (module.ends_with("PlainLoginModule") || module.ends_with("ScramLoginModule")) {
        if (!entry.options.contains("username") || !entry.options.contains("password")) {
            refuse_jaas("username and password are needed");
        }
        set_option(entry, "username", "sasl.username", result);
        set_option(entry, "password", "sasl.password", result);
    } else if (module.ends_with("OAuthBearerLoginModule")) {
        translate_oauth(entry, result);
    } else if (module.ends_with("Krb5LoginModule")) {
        set_option(entry, "keyTab", "sasl.kerberos.keytab", result);
        set_option(entry, "principal", "sasl.kerberos.principal", result);
    } else {
        refuse_jaas(fmt::format(
            "Login module {} cannot be used here; use PlainLoginModule, ScramLoginModule, "
            "OAuthBearerLoginModule or Krb5LoginModule",
            module));
    }
}

void refuse_foreign_login_handler(const ConfigMap& config) {
    constexpr std::string_view kKey = "sasl.login.callback.handler.class";
    const std::string handler = text_of(config, kKey);
    if (!handler.empty() && !handler.ends_with("OAuthBearerLoginCallbackHandler") &&
        !handler.ends_with("OAuthBearerUnsecuredLoginCallbackHandler")) {
        throw ConfigException(kKey, handler, "Java classes cannot run here; remove the key");
    }
}

}  // namespace

JaasEntry parse_jaas_config(std::string_view text) {
    JaasEntry entry;
    entry.module = next_token(text);
    const std::string flag = next_token(text);
    if (entry.module.empty() || flag.empty() || flag == ";") {
        refuse_jaas("expected: <login module class> required <key>=\"<value>\" ...;");
    }
    for (std::string key = next_token(text); key != ";"; key = next_token(text)) {
        if (key.empty()) {
            refuse_jaas("missing ; at the end");
        }
        if (next_token(text) != "=") {
            // Not named: behind a quote in the password it would be a part of that.
            refuse_jaas("expected = after an option");
        }
        entry.options.insert_or_assign(key, next_token(text));
    }
    return entry;
}

void translate_security_properties(const ConfigMap& config,
                                   int library_version,
                                   TranslatedProperties& result) {
    const LibraryProperty* found = result.find("security.protocol");
    const std::string protocol = found != nullptr ? found->value : "plaintext";
    if (protocol.ends_with("ssl")) {
        translate_ssl(config, result);
    }
    if (protocol.starts_with("sasl")) {
        refuse_foreign_login_handler(config);
        translate_jaas(config, result);
        if (const LibraryProperty* mechanism = result.find("sasl.mechanisms")) {
            const std::string warning = scram_warning(mechanism->value, library_version);
            if (!warning.empty()) {
                result.warnings.push_back(warning);
            }
        }
    }
}

}  // namespace kconnect::kafka
