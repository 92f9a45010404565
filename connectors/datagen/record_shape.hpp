#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include <kconnect/schema.hpp>
#include <kconnect/source_task.hpp>

namespace kconnect::datagen {

/// What of a row becomes the key.
struct KeySettings {
    std::vector<std::string> fields;  ///< Empty: no key.
    bool is_struct = true;            ///< Else the one field's value itself.
};

/// Makes records of rows.
class RecordShape {
public:
    /// The key's fields are among those of `value_schema`, a struct.
    RecordShape(SchemaPtr value_schema, const KeySettings& key);

    /// Sets key and value of `record`, with their schemas; `row` lives as long as the batch.
    void set(std::span<const Value> row, BatchMemory& memory, SourceRecord& record) const;

private:
    SchemaPtr value_schema_;
    SchemaPtr key_schema_;  ///< Null without a key.
    bool key_is_struct_;
    std::vector<std::size_t> key_fields_;
};

}  // namespace kconnect::datagen
