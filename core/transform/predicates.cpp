#include "predicates.hpp"

#include <algorithm>

namespace kconnect::transform {

const ConfigDef& HasHeaderKey::config_def() {
    static const ConfigDef def{
        {.name = "name",
         .type = ConfigType::kString,
         .validator = non_empty_string(),
         .importance = Importance::kMedium,
         .doc = "Name of the header."},
    };
    return def;
}

void HasHeaderKey::configure(const ConfigMap& config) {
    name_ = config_def().parse(config).string("name");
}

bool HasHeaderKey::test(const ConnectRecord& record) {
    return std::ranges::find(record.headers, name_, &Header::key) != record.headers.end();
}

const ConfigDef& RecordIsTombstone::config_def() {
    static const ConfigDef def;
    return def;
}

void RecordIsTombstone::configure(const ConfigMap& /*config*/) {
}

bool RecordIsTombstone::test(const ConnectRecord& record) {
    return record.value.is_null();
}

const ConfigDef& TopicNameMatches::config_def() {
    static const ConfigDef def{
        {.name = "pattern",
         .type = ConfigType::kString,
         .validator = all_of({non_empty_string(), regex_validator()}),
         .importance = Importance::kMedium,
         .doc = "Java's regular expression; the whole name of the topic must match."},
    };
    return def;
}

void TopicNameMatches::configure(const ConfigMap& config) {
    pattern_.emplace(config_def().parse(config).string("pattern"));
}

bool TopicNameMatches::test(const ConnectRecord& record) {
    return record.topic.data() != nullptr && pattern_->matches(record.topic);
}

}  // namespace kconnect::transform
