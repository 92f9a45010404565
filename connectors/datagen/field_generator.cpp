#include "field_generator.hpp"

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>

namespace kconnect::datagen {

std::int64_t stored_number(const Value& offset, std::string_view key) {
    const Value value = value_at(offset, key);
    if (value.is_null()) {
        return 0;
    }
    if (!value.is_integer() || value.to_integer() < 0) {
        throw ConnectException("The value for the '" + std::string(key) +
                               "' key in the offset is expected to be a number that is not below "
                               "0, but is " +
                               to_string(value) + "; reset the connector's offsets");
    }
    return value.to_integer();
}

FieldGenerator::FieldGenerator(const std::vector<FieldSettings>& fields,
                               const std::string& schema_name,
                               std::int64_t seed,
                               int task,
                               int tasks)
    : task_(task), tasks_(tasks) {
    SchemaBuilder builder(SchemaType::kStruct);
    builder.name(schema_name);
    for (const auto& settings : fields) {
        const auto& field = fields_.emplace_back(settings, seed, fields_.size());
        builder.field(field.name(), field.schema());
    }
    schema_ = builder.build();
}

/// Other tasks.max, other sequences.
Value FieldGenerator::source_partition(Arena& arena) const {
    return make_map(arena,
                    {{kTaskField, Value::of_int64(task_)}, {kTasksField, Value::of_int64(tasks_)}});
}

void FieldGenerator::restore(OffsetStorageReader& offsets) {
    Arena arena;
    made_ = stored_number(offsets.offset(source_partition(arena), arena), kRecordsField);
}

void FieldGenerator::next(std::int64_t epoch_milliseconds,
                          Arena& arena,
                          std::span<Value> row,
                          SourceRecord& record) {
    const auto number = static_cast<std::uint64_t>(made_) * static_cast<std::uint64_t>(tasks_) +
                        static_cast<std::uint64_t>(task_);
    for (std::size_t index = 0; index < fields_.size(); ++index) {
        row[index] = fields_[index].value(number, epoch_milliseconds, arena);
    }
    ++made_;
    record.source_partition = source_partition(arena);
    record.source_offset = make_map(arena, {{kRecordsField, Value::of_int64(made_)}});
}

}  // namespace kconnect::datagen
