#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "declared_field.hpp"
#include "generator.hpp"

namespace kconnect::datagen {

inline constexpr std::string_view kTaskField = "task";
inline constexpr std::string_view kTasksField = "tasks";
inline constexpr std::string_view kRecordsField = "records";

/// What is looked for when tasks.max has changed, so that the sequence goes on.
inline constexpr int kMostTasks = 64;

/// Makes rows of declared fields. Task `task` of `tasks` makes every `tasks`-th row of the
/// sequence; with another number of tasks it goes on behind the last row that was made.
class FieldGenerator final : public Generator {
public:
    FieldGenerator(const std::vector<FieldSettings>& fields,
                   const std::string& schema_name,
                   std::int64_t seed,
                   int task,
                   int tasks);

    const SchemaPtr& schema() const override { return schema_; }
    void restore(OffsetStorageReader& offsets) override;
    std::int64_t made() const override { return made_; }
    void next(std::int64_t epoch_milliseconds,
              Arena& arena,
              std::span<Value> row,
              SourceRecord& record) override;

private:
    static Value source_partition(int task, int tasks, Arena& arena);
    std::int64_t first_new_row(OffsetStorageReader& offsets) const;

    std::vector<DeclaredField> fields_;
    SchemaPtr schema_;
    int task_;
    int tasks_;
    std::int64_t made_ = 0;
};

}  // namespace kconnect::datagen
