#pragma once

#include <map>
#include <memory>
#include <string>

#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>

#include "record_part.hpp"

namespace kconnect::transform {

class ReplaceField;

/// Takes those fields out of a record that a list in one of its headers names: Debezium's
/// `drop.fields.header.name`, `drop.fields.from.key`, `drop.fields.keep.schema.compatible`.
/// Threads: one at a time.
class HeaderDroppedFields {
public:
    struct Settings {
        std::string header;  ///< Empty: nothing is taken out.
        bool from_key = false;
        bool only_optional = true;
    };

    explicit HeaderDroppedFields(Settings settings);
    ~HeaderDroppedFields();

    /// Throws DataException when the header holds no list of texts.
    void apply(ConnectRecord& record, BatchMemory& memory);

private:
    void drop(ConnectRecord& record, Side side, std::span<const Value> names, BatchMemory& memory);
    ReplaceField& dropper_of(Side side);

    Settings settings_;
    std::string excluded_;  ///< The names of the current record with commas between; reused.
    /// By `excluded_`; emptied when records name ever other fields.
    using Droppers = std::map<std::string, std::unique_ptr<ReplaceField>, std::less<>>;
    Droppers key_droppers_;
    Droppers value_droppers_;
};

}  // namespace kconnect::transform
