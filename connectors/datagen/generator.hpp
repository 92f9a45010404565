#pragma once

#include <cstdint>
#include <span>

#include <kconnect/schema.hpp>
#include <kconnect/source_task.hpp>

namespace kconnect::datagen {

/// Makes up the rows of one task, one after the other. What it makes is a function of its settings
/// and of what the stored offsets say that it made before. Threads: one.
class Generator {
public:
    virtual ~Generator() = default;

    /// The struct that a row is.
    virtual const SchemaPtr& schema() const = 0;
    /// Goes on where the stored offsets say. Throws ConnectException for offsets that it cannot
    /// have stored.
    virtual void restore(OffsetStorageReader& offsets) = 0;
    /// How many rows there were, those of earlier runs included.
    virtual std::int64_t made() const = 0;
    /// Fills the next row, as long as the schema has fields; memory is the arena's or this
    /// object's. Sets source partition and offset of `record`.
    virtual void next(std::int64_t epoch_milliseconds,
                      Arena& arena,
                      std::span<Value> row,
                      SourceRecord& record) = 0;
};

/// The number in a stored offset; 0 when there is no such entry.
/// Throws ConnectException when it is no number or below 0.
std::int64_t stored_number(const Value& offset, std::string_view key);

}  // namespace kconnect::datagen
