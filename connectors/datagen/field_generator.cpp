#include "field_generator.hpp"

#include <algorithm>

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

Value FieldGenerator::source_partition(int task, int tasks, Arena& arena) {
    return make_map(arena,
                    {{kTaskField, Value::of_int64(task)}, {kTasksField, Value::of_int64(tasks)}});
}

void FieldGenerator::restore(OffsetStorageReader& offsets) {
    Arena arena;
    made_ =
        stored_number(offsets.offset(source_partition(task_, tasks_, arena), arena), kRecordsField);
    const std::int64_t missing = first_new_row(offsets) - (made_ * tasks_ + task_);
    if (missing > 0) {
        made_ += (missing + tasks_ - 1) / tasks_;
    }
}

/// The number of the first row of the sequence behind those that were made while there were more
/// or fewer tasks.
std::int64_t FieldGenerator::first_new_row(OffsetStorageReader& offsets) const {
    std::int64_t first = 0;
    for (int tasks = 1; tasks <= kMostTasks; ++tasks) {
        for (int task = 0; task < tasks && tasks != tasks_; ++task) {
            Arena arena;
            const std::int64_t records = stored_number(
                offsets.offset(source_partition(task, tasks, arena), arena), kRecordsField);
            if (records > 0) {
                first = std::max(first, (records - 1) * tasks + task + 1);
            }
        }
    }
    return first;
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
    record.source_partition = source_partition(task_, tasks_, arena);
    record.source_offset = make_map(arena, {{kRecordsField, Value::of_int64(made_)}});
}

}  // namespace kconnect::datagen
