#include "regex_router.hpp"

namespace kconnect::transform {

const ConfigDef& RegexRouter::config_def() {
    static const ConfigDef def{
        {.name = "regex",
         .type = ConfigType::kString,
         .validator = regex_validator(),
         .importance = Importance::kHigh,
         .doc = "Java's regular expression for topics; it must match the whole name."},
        {.name = "replacement",
         .type = ConfigType::kString,
         .importance = Importance::kHigh,
         .doc = "The new name; $1 and ${name} are what groups of the expression matched."},
    };
    return def;
}

void RegexRouter::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    regex_.emplace(parsed.string("regex"));
    replacement_ = parsed.string("replacement");
}

bool RegexRouter::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    const auto& routed = topics_.get(record.topic, [this](std::string_view topic) {
        return regex_->matches(topic) ? std::optional(regex_->replace_first(topic, replacement_))
                                      : std::nullopt;
    });
    if (routed) {
        record.topic = memory.arena().copy(*routed);
    }
    return true;
}

}  // namespace kconnect::transform
