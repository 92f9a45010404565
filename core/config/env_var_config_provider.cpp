#include "config/env_var_config_provider.hpp"

#include <memory>

#include <fmt/format.h>
#include <unicode/regex.h>
#include <unistd.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.config.EnvVarConfigProvider");
    return instance;
}

icu::UnicodeString to_unicode(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::unique_ptr<icu::RegexPattern> compile(std::string_view expression) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError position{};
    std::unique_ptr<icu::RegexPattern> pattern(
        icu::RegexPattern::compile(to_unicode(expression), 0, position, status));
    if (U_FAILURE(status) != 0) {
        throw ConfigException("allowlist.pattern", expression, "Invalid regular expression");
    }
    return pattern;
}

bool matches(const icu::RegexPattern& pattern, std::string_view name) {
    UErrorCode status = U_ZERO_ERROR;
    const auto text = to_unicode(name);
    const std::unique_ptr<icu::RegexMatcher> matcher(pattern.matcher(text, status));
    return U_SUCCESS(status) != 0 && matcher->matches(status) != 0 && U_SUCCESS(status) != 0;
}

}  // namespace

EnvVarConfigProvider::EnvVarConfigProvider() {
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text(*variable);
        if (const auto equals = text.find('='); equals != std::string_view::npos) {
            environment_.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
}

const ConfigDef& EnvVarConfigProvider::config_def() {
    static const ConfigDef def{
        {.name = "allowlist.pattern",
         .type = ConfigType::kString,
         .default_value = nullptr,
         .importance = Importance::kMedium,
         .doc =
             "Regular expression that the whole name of a variable must match; all when absent."}};
    return def;
}

void EnvVarConfigProvider::configure(const ConfigMap& config) {
    const auto expression = find(config, "allowlist.pattern");
    if (!expression) {
        logger().info(
            "No pattern for environment variables provided. Using default pattern '(.*)'.");
        return;
    }
    const auto pattern = compile(*expression);
    std::erase_if(environment_,
                  [&](const auto& variable) { return !matches(*pattern, variable.first); });
}

ConfigData EnvVarConfigProvider::get(std::string_view path) {
    if (!path.empty()) {
        const auto message =
            fmt::format("Path is not supported for EnvVarConfigProvider, invalid value '{}'", path);
        logger().error(message);
        throw ConfigException(message);
    }
    return {environment_, std::nullopt};
}

}  // namespace kconnect
