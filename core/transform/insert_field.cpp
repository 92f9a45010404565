#include "insert_field.hpp"

#include <algorithm>
#include <utility>

#include <kconnect/errors.hpp>

namespace kconnect::transform {
namespace {

constexpr std::string_view kPurpose = "field insertion";

ConfigKey name_key(const char* name, const char* what) {
    return {.name = name,
            .type = ConfigType::kString,
            .default_value = nullptr,
            .importance = Importance::kMedium,
            .doc = std::string("Name of the field for ") + what +
                   "; with ! behind it a required one, with ? or nothing an optional one."};
}

}  // namespace

const ConfigDef& InsertField::config_def() {
    static const ConfigDef def{
        name_key("topic.field", "the topic"),
        name_key("partition.field", "the partition"),
        name_key("offset.field", "the offset, of sinks only"),
        name_key("timestamp.field", "the timestamp"),
        name_key("static.field", "the fixed text"),
        {.name = "static.value",
         .type = ConfigType::kString,
         .default_value = nullptr,
         .importance = Importance::kMedium,
         .doc = "The text for static.field."},
        replace_null_with_default_key(),
    };
    return def;
}

void InsertField::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    insertions_.clear();
    for (const auto& [key, source] : {std::pair("topic.field", Source::kTopic),
                                      std::pair("partition.field", Source::kPartition),
                                      std::pair("offset.field", Source::kOffset),
                                      std::pair("timestamp.field", Source::kTimestamp),
                                      std::pair("static.field", Source::kStatic)}) {
        auto name = parsed.optional_string(key);
        if (!name) {
            continue;
        }
        const bool is_required = name->ends_with('!');
        if (is_required || name->ends_with('?')) {
            name->pop_back();
        }
        insertions_.push_back({source, std::move(*name), !is_required});
    }
    if (insertions_.empty()) {
        throw ConfigException("No field insertion configured");
    }
    const auto text = parsed.optional_string("static.value");
    if (insertions_.back().source == Source::kStatic && !text) {
        // Java shows an object's address behind the colon.
        throw ConfigException("static.value",
                              "null",
                              "No value specified for static field: " + insertions_.back().name);
    }
    static_value_ = text.value_or("");
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
}

bool InsertField::apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) {
    RecordPart part(record, side_);
    if (part.value().is_null()) {
        return true;
    }
    if (part.schema() == nullptr) {
        const auto old = require_map(part.value(), kPurpose);
        const auto entries = memory.arena().make_array<MapEntry>(old.size() + insertions_.size());
        std::ranges::copy(old, entries.begin());
        std::size_t count = old.size();
        for (const Insertion& insertion : insertions_) {
            const Value value = value_of(insertion.source, record, sink, memory.arena());
            if (!value.is_null() || insertion.source == Source::kTopic) {
                put_entry(entries, count, memory.arena().copy(insertion.name), value);
            }
        }
        part.replace(nullptr, Value::of_map(entries.first(count)));
        return true;
    }
    const auto old = require_struct(part.schema(), part.value(), kPurpose);
    const auto& schema =
        schemas_.get(*part.schema(), [this](const Schema& input) { return make_schema(input); });
    const auto fields = memory.arena().make_array<Value>(old.size() + insertions_.size());
    const auto old_fields = part.schema()->fields();
    for (std::size_t index = 0; index < old.size(); ++index) {
        fields[index] = field_value(old_fields[index], old[index], with_default_);
    }
    for (std::size_t index = 0; index < insertions_.size(); ++index) {
        fields[old.size() + index] =
            value_of(insertions_[index].source, record, sink, memory.arena());
    }
    part.replace(memory.keep(schema), Value::of_struct(fields));
    return true;
}

const SchemaPtr& InsertField::schema_of(const Insertion& insertion) {
    static const SchemaPtr timestamp = logical_schema(LogicalType::kTimestamp);
    static const SchemaPtr optional_timestamp = logical_schema(LogicalType::kTimestamp, true);
    switch (insertion.source) {
        case Source::kPartition:
            return primitive_schema(SchemaType::kInt32, insertion.is_optional);
        case Source::kOffset:
            return primitive_schema(SchemaType::kInt64, insertion.is_optional);
        case Source::kTimestamp:
            return insertion.is_optional ? optional_timestamp : timestamp;
        default:
            return primitive_schema(SchemaType::kString, insertion.is_optional);
    }
}

SchemaPtr InsertField::make_schema(const Schema& schema) const {
    SchemaBuilder builder = copy_schema_basics(schema);
    for (const Field& field : schema.fields()) {
        builder.field(field.name, field.schema);
    }
    for (const Insertion& insertion : insertions_) {
        builder.field(insertion.name, schema_of(insertion));
    }
    return builder.build();
}

/// Null where the record does not have it.
Value InsertField::value_of(Source source,
                            const ConnectRecord& record,
                            const SinkRecord* sink,
                            Arena& arena) const {
    switch (source) {
        case Source::kTopic:
            return record.topic.data() == nullptr ? Value() : Value::of_string(record.topic);
        case Source::kPartition:
            return record.partition ? Value::of_int32(*record.partition) : Value();
        case Source::kOffset:
            return Value::of_int64(require_sink_record(sink, kPurpose).kafka_offset);
        case Source::kTimestamp:
            return record.timestamp ? Value::of_int64(*record.timestamp) : Value();
        case Source::kStatic:
            return Value::of_string(arena.copy(static_value_));
    }
    return {};
}

}  // namespace kconnect::transform
