#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

#include "convert/reading_plan.hpp"

namespace kconnect::convert {

/// Reads the usual JSON quickly with simdjson and declines everything else: what it reads is what
/// JsonExactReader would read. It declines syntax that Jackson alone accepts, unknown and repeated
/// members, values of another JSON type than the schema's, numbers out of range, deep nesting.
/// Threads: one at a time; keeps its scratch memory, so a steady stream allocates nothing.
class JsonFastReader {
public:
    JsonFastReader();
    ~JsonFastReader();
    JsonFastReader(const JsonFastReader&) = delete;
    JsonFastReader& operator=(const JsonFastReader&) = delete;

    /// The one array or object that `document` consists of; absent when the exact reader has to
    /// decide. The value points into `arena`, which holds a copy of the document, and into the
    /// plan's schema.
    std::optional<Value> read(std::string_view document, const TypePlan& plan, Arena& arena);

private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

/// `rest` without its closing brace and blanks around that; absent when it does not end so.
std::optional<std::string_view> without_closing_brace(std::string_view rest) noexcept;

}  // namespace kconnect::convert
