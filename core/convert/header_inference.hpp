#pragma once

#include <memory_resource>
#include <optional>
#include <string_view>
#include <vector>

#include <kconnect/record_batch.hpp>
#include <kconnect/schema.hpp>

#include "convert/common_type.hpp"
#include "convert/inferred_schemas.hpp"
#include "convert/local_calendar.hpp"
#include "convert/token_reader.hpp"

namespace kconnect::convert {

/// Guesses the type of a header from its text as Java's Values.parseString does: booleans, the
/// smallest number type, decimals, dates and times, arrays and maps of these; else a string.
/// Threads: one at a time.
class HeaderInference {
public:
    explicit HeaderInference(LocalCalendar& calendar) noexcept : calendar_(calendar) {}

    /// Nothing (null schema, null value) for "null". Results point into `text`, the arena and
    /// schemas kept by `memory`. Absent when the text is nested so deeply that Java's stack ends.
    std::optional<SchemaAndValue> infer(std::string_view text, BatchMemory& memory);

private:
    using Parts = std::pmr::vector<SchemaAndValue>;

    /// Java's DataException, after which the text counts as string, is an absent result.
    using Result = std::optional<SchemaAndValue>;

    struct TooDeep {};

    Result read_value(bool inner);
    bool take_word(std::string_view word, bool inner);
    Result read_quoted();
    Result read_collection(bool array);
    Result read_array();
    Result read_map();
    Result read_token(std::string_view token, bool inner);
    Result read_date(std::string_view token);
    Result read_number(std::string_view token);
    Result finish_array(const Parts& elements, const Schema* common);
    Result finish_map(const Parts& keys,
                      const Parts& values,
                      const Schema* common_key,
                      const Schema* common_value);
    std::optional<Value> as_part(const SchemaAndValue& part, const Schema* common);
    Value without_schema(const Schema* schema, const Value& value);

    LocalCalendar& calendar_;
    InferredSchemas schemas_;
    TokenReader tokens_{{}};
    Arena* arena_ = nullptr;
    std::size_t depth_ = 0;
};

}  // namespace kconnect::convert
