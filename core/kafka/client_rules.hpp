#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace kconnect::kafka {

/// What becomes of a Java client key.
enum class RuleAction : std::uint8_t {
    kPass,       ///< To librdkafka as it is, perhaps under another name.
    kNumber,     ///< Likewise, brought into librdkafka's range.
    kLowerCase,  ///< Likewise, in lower case.
    kOurs,       ///< Served by kconnect, not by librdkafka.
    kIgnore,     ///< Means nothing outside a JVM.
    kWarn,       ///< Means something, but is not supported; a warning says so.
    kRefuse,     ///< Leaving it out would change the result or the security.
    kAssignors,  ///< partition.assignment.strategy
    kProducer,   ///< Translated in producer_properties.cpp; means nothing to other clients.
    kSecurity,   ///< Translated together with its siblings in security_properties.cpp.
};

/// One line of the translation table.
struct ClientRule {
    std::string_view key;
    RuleAction action = RuleAction::kPass;
    std::string_view name = {};  ///< librdkafka's name when it is another.
    std::int64_t minimum = std::numeric_limits<std::int64_t>::min();
    std::int64_t maximum = std::numeric_limits<std::int64_t>::max();
    int since = 0;  ///< Version of librdkafka that has it; left out for older ones.
};

/// Null for a key that the table does not have.
const ClientRule* find_client_rule(std::string_view key) noexcept;

/// Whether of Java's clients only the consumer has this key.
bool is_for_consumers_only(std::string_view key) noexcept;

}  // namespace kconnect::kafka
