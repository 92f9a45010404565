#include "timestamp_router.hpp"

#include <kconnect/errors.hpp>

#include "record_text.hpp"

namespace kconnect::transform {
namespace {

void replace_all(std::string& text, std::string_view word, std::string_view replacement) {
    for (std::size_t at = text.find(word); at != std::string::npos;
         at = text.find(word, at + replacement.size())) {
        text.replace(at, word.size(), replacement);
    }
}

}  // namespace

const ConfigDef& TimestampRouter::config_def() {
    static const ConfigDef def{
        {.name = "topic.format",
         .type = ConfigType::kString,
         .default_value = "${topic}-${timestamp}",
         .importance = Importance::kHigh,
         .doc = "The new topic; ${topic} stands for the old one, ${timestamp} for the record's "
                "timestamp."},
        {.name = "timestamp.format",
         .type = ConfigType::kString,
         .default_value = "yyyyMMdd",
         .importance = Importance::kHigh,
         .doc =
             "How timestamps are written, in the letters of java.text.SimpleDateFormat; in UTC."},
    };
    return def;
}

void TimestampRouter::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    topic_format_ = parsed.string("topic.format");
    timestamp_pattern_ = parsed.string("timestamp.format");
    timestamp_format_.reset();
}

bool TimestampRouter::apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) {
    if (!record.timestamp) {
        throw DataException("Timestamp missing on record: " + record_text(record, sink));
    }
    if (!timestamp_format_) {
        timestamp_format_.emplace(timestamp_pattern_);
    }
    timestamp_.clear();
    timestamp_format_->append(timestamp_, *record.timestamp);
    topic_ = topic_format_;
    replace_all(topic_, "${topic}", record.topic);
    replace_all(topic_, "${timestamp}", timestamp_);
    record.topic = memory.arena().copy(topic_);
    return true;
}

}  // namespace kconnect::transform
