#include "client_properties.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/config_def.hpp>
#include <kconnect/errors.hpp>

#include "client_rules.hpp"
#include "librdkafka_version.hpp"
#include "producer_properties.hpp"
#include "security_properties.hpp"

namespace kconnect::kafka {

namespace {

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string lower_case(std::string_view text) {
    std::string result{text};
    for (char& letter : result) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return result;
}

std::int64_t parse_integer(std::string_view key, std::string_view text, ConfigType type) {
    return std::get<std::int64_t>(parse_config_value(key, text, type));
}

/// A number in librdkafka's range; a value outside it becomes the nearest one inside.
std::string number_in_range(const ClientRule& rule,
                            std::string_view text,
                            std::vector<std::string>& warnings) {
    const std::int64_t number = parse_integer(rule.key, text, ConfigType::kLong);
    const std::int64_t used = std::clamp(number, rule.minimum, rule.maximum);
    // -1 is Java's "default" or "never", which is librdkafka's 0.
    if (used != number && number != -1 && number != std::numeric_limits<std::int32_t>::max()) {
        warnings.push_back(fmt::format(
            "{}={} is outside of what librdkafka takes; {} is used", rule.key, number, used));
    }
    return std::to_string(used);
}

/// Java's assignor classes as librdkafka's names. Eager and cooperative ones do not mix there; Java
/// lives with the eager ones of a mixed list.
std::string assignors(std::string_view text, std::vector<std::string>& warnings) {
    const ConfigValue list =
        parse_config_value("partition.assignment.strategy", text, ConfigType::kList);
    std::string eager;
    bool cooperative = false;
    for (const std::string& entry : std::get<std::vector<std::string>>(list)) {
        const std::string name = lower_case(std::string_view(entry).substr(entry.rfind('.') + 1));
        if (name == "cooperativestickyassignor" || name == "cooperative-sticky") {
            cooperative = true;
        } else if (name == "rangeassignor" || name == "range") {
            eager.append(eager.empty() ? "" : ",").append("range");
        } else if (name == "roundrobinassignor" || name == "roundrobin") {
            eager.append(eager.empty() ? "" : ",").append("roundrobin");
        } else if (name == "stickyassignor") {
            warnings.emplace_back(
                "partition.assignment.strategy: librdkafka has no StickyAssignor; range is used");
            eager.append(eager.empty() ? "" : ",").append("range");
        } else {
            throw ConfigException("partition.assignment.strategy",
                                  entry,
                                  "Unknown assignor: use RangeAssignor, RoundRobinAssignor or "
                                  "CooperativeStickyAssignor");
        }
    }
    if (eager.empty()) {
        return cooperative ? "cooperative-sticky" : "range";
    }
    return eager;
}

void apply_own(std::string_view key, std::string_view text, TranslatedProperties& result) {
    ConsumerSettings& settings = result.settings;
    if (key == "max.poll.records") {
        const std::int64_t number = parse_integer(key, text, ConfigType::kInt);
        if (number < 1) {
            throw ConfigException(key, text, "Value must be at least 1");
        }
        settings.max_poll_records = static_cast<std::size_t>(number);
    } else if (key == "default.api.timeout.ms") {
        const std::int64_t number = parse_integer(key, text, ConfigType::kInt);
        if (number < 0) {
            throw ConfigException(key, text, "Value must be at least 0");
        }
        settings.default_api_timeout = std::chrono::milliseconds(number);
    } else if (key == "exclude.internal.topics") {
        settings.exclude_internal_topics =
            std::get<bool>(parse_config_value(key, text, ConfigType::kBoolean));
    } else if (std::get<bool>(parse_config_value(key, text, ConfigType::kBoolean))) {
        result.warnings.push_back(fmt::format(
            "{}=true is ignored: offsets are committed after the sink has reported them", key));
    }
}

void apply_rule(const ClientRule& rule,
                std::string_view text,
                int library_version,
                TranslatedProperties& result) {
    const std::string_view name = rule.name.empty() ? rule.key : rule.name;
    switch (rule.action) {
        case RuleAction::kPass:
        case RuleAction::kLowerCase:
            if (library_version >= rule.since) {
                const bool lower = rule.action == RuleAction::kLowerCase;
                result.set(name, lower ? lower_case(text) : std::string(text), rule.key);
            } else if (rule.key == "group.protocol" && lower_case(text) != "classic") {
                throw ConfigException(
                    rule.key,
                    text,
                    fmt::format("librdkafka {} knows only classic", library_version_text()));
            }
            return;
        case RuleAction::kNumber:
            if (library_version >= rule.since) {
                result.set(name, number_in_range(rule, text, result.warnings), rule.key);
            }
            return;
        case RuleAction::kOurs:
            apply_own(rule.key, text, result);
            return;
        case RuleAction::kAssignors:
            result.set(name, assignors(text, result.warnings), rule.key);
            return;
        case RuleAction::kWarn:
            if (!text.empty()) {
                result.warnings.push_back(
                    fmt::format("{} is ignored: Java classes cannot run here", rule.key));
            }
            return;
        case RuleAction::kRefuse:
            if (!text.empty()) {
                throw ConfigException(
                    rule.key, text, "Java classes cannot run here; remove the key");
            }
            return;
        case RuleAction::kProducer:
        case RuleAction::kIgnore:
        case RuleAction::kSecurity:
            return;
    }
}

void add_consumer_defaults(int library_version, TranslatedProperties& result) {
    result.set("enable.auto.commit", "false", {});
    result.set("enable.auto.offset.store", "false", {});
    result.set_default("isolation.level", "read_uncommitted");
    result.set_default("allow.auto.create.topics", "true");
    result.set_default("partition.assignment.strategy", "range");
    result.set_default("check.crcs", "true");
    // With its queue full, librdkafka waits a second before it fetches again. It can be told not
    // to; before 2.2 it cannot, and the consumer wakes it.
    result.set_default("queued.max.messages.kbytes", "8192");
    if (library_version >= kVersionWithFetchBackoff) {
        result.set_default("fetch.queue.backoff.ms", "5");
    }
    const LibraryProperty* reset = result.find("auto.offset.reset");
    if (reset != nullptr && reset->value == "none") {
        result.set("auto.offset.reset", "error", reset->origin);
    } else if (reset != nullptr && reset->value.starts_with("by_duration")) {
        throw ConfigException("auto.offset.reset", reset->value, "Use earliest, latest or none");
    }
}

/// librdkafka refuses a session time-out above max.poll.interval.ms, Java does not.
void lower_session_timeout(TranslatedProperties& result) {
    constexpr std::int64_t kDefaultSessionTimeout = 45000;
    const LibraryProperty* interval = result.find("max.poll.interval.ms");
    if (interval == nullptr) {
        return;
    }
    const LibraryProperty* session = result.find("session.timeout.ms");
    const std::int64_t timeout =
        session != nullptr ? std::stoll(session->value) : kDefaultSessionTimeout;
    if (timeout > std::stoll(interval->value)) {
        result.set("session.timeout.ms", interval->value, "session.timeout.ms");
    }
}

}  // namespace

const LibraryProperty* TranslatedProperties::find(std::string_view name) const noexcept {
    const auto found = std::find_if(library.begin(), library.end(), [name](const auto& property) {
        return property.name == name;
    });
    return found == library.end() ? nullptr : &*found;
}

void TranslatedProperties::set(std::string_view name, std::string value, std::string_view origin) {
    std::string from{origin};
    std::erase_if(library, [name](const auto& property) { return property.name == name; });
    library.push_back({std::string(name), std::move(value), std::move(from)});
}

void TranslatedProperties::set_default(std::string_view name, std::string value) {
    if (find(name) == nullptr) {
        set(name, std::move(value), {});
    }
}

bool is_secret(std::string_view key) noexcept {
    return key.find("password") != std::string_view::npos ||
           key.find("secret") != std::string_view::npos ||
           key.find("jaas") != std::string_view::npos || key == "ssl.keystore.key" ||
           key == "ssl.key.pem" || key == "sasl.oauthbearer.config";
}

TranslatedProperties translate_client_properties(const ConfigMap& config,
                                                 ClientKind kind,
                                                 int library_version) {
    TranslatedProperties result;
    for (const auto& [key, value] : config) {
        if (kind != ClientKind::kConsumer && is_for_consumers_only(key)) {
            continue;
        }
        const std::string_view text = trim(value);
        if (const ClientRule* rule = find_client_rule(key)) {
            apply_rule(*rule, text, library_version, result);
            if (rule->key == "metadata.max.age.ms") {
                result.settings.metadata_max_age =
                    std::chrono::milliseconds(parse_integer(key, text, ConfigType::kLong));
            }
        } else {
            result.set(key, std::string(text), key);
        }
    }
    translate_security_properties(config, library_version, result);
    // Java's values where librdkafka's defaults are others.
    result.set_default("socket.nagle.disable", "true");
    result.set_default("reconnect.backoff.ms", "50");
    result.set_default("reconnect.backoff.max.ms", "1000");
    result.set_default("socket.timeout.ms", "30000");
    result.set_default("log.connection.close", "false");
    if (kind == ClientKind::kConsumer) {
        add_consumer_defaults(library_version, result);
        lower_session_timeout(result);
    } else if (kind == ClientKind::kProducer) {
        translate_producer_properties(config, result);
    }
    return result;
}

}  // namespace kconnect::kafka
