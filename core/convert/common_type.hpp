#pragma once

#include <optional>

#include <kconnect/schema.hpp>

#include "convert/local_calendar.hpp"

namespace kconnect::convert {

/// Finds the schema that the elements of an array, or the keys or values of a map, have in common:
/// the widest of their number types, else the one type of all.
class CommonType {
public:
    /// Null schemas, those of null, fit any.
    void merge(const Schema* schema) noexcept;

    /// Null when there is none, or when only nulls were seen.
    const Schema* schema() const noexcept { return common_; }

private:
    const Schema* common_ = nullptr;
    bool compatible_ = true;
};

/// A value as one of the common type `to`: numbers grow, dates become timestamps. Absent when Java
/// cannot convert it: null, and a date among mere numbers.
std::optional<Value> convert_to(const Schema& to,
                                const SchemaAndValue& from,
                                LocalCalendar& calendar);

}  // namespace kconnect::convert
