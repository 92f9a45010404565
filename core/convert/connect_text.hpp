#pragma once

#include <memory_resource>
#include <string>

#include <kconnect/schema.hpp>

#include "convert/local_calendar.hpp"

namespace kconnect::convert {

/// Appends the value as Java's Values.convertToString: `["a",1]`, `{"k":"v"}`, bytes as base64,
/// dates in the calendar's zone. A text is quoted and escaped only as part of something (`inner`).
void append_connect_text(std::pmr::string& text,
                         const Schema* schema,
                         const Value& value,
                         LocalCalendar& calendar,
                         bool inner = false);

}  // namespace kconnect::convert
