#include "insert_header.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>

#include "convert/header_inference.hpp"
#include "convert/local_calendar.hpp"

namespace kconnect::transform {

const ConfigDef& InsertHeader::config_def() {
    static const ConfigDef def{
        {.name = "header",
         .type = ConfigType::kString,
         .validator = non_null(),
         .importance = Importance::kHigh,
         .doc = "Name of the header."},
        {.name = "value.literal",
         .type = ConfigType::kString,
         .validator = non_null(),
         .importance = Importance::kHigh,
         .doc = "The header's value; its type is what the text suggests, as for headers in Kafka."},
    };
    return def;
}

void InsertHeader::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    name_ = parsed.string("header");
    literal_ = parsed.string("value.literal");
    literal_memory_.clear();
    convert::LocalCalendar calendar;
    convert::HeaderInference inference(calendar);
    const auto inferred = inference.infer(literal_, literal_memory_);
    if (!inferred) {
        throw ConfigException("value.literal", literal_, "Nested too deeply");
    }
    schema_ = inferred->schema == nullptr ? nullptr : inferred->schema->shared();
    value_ = inferred->value;
}

bool InsertHeader::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    const auto headers = memory.arena().make_array<Header>(record.headers.size() + 1);
    std::ranges::copy(record.headers, headers.begin());
    headers.back() = {memory.arena().copy(name_),
                      schema_ == nullptr ? nullptr : memory.keep(schema_),
                      copy_value(value_, memory.arena())};
    record.headers = headers;
    return true;
}

}  // namespace kconnect::transform
