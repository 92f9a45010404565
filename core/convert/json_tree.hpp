#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include <kconnect/arena.hpp>

#include "convert/json_number.hpp"
#include "convert/json_text.hpp"

namespace kconnect::convert {

/// Jackson's JsonNodeType, as far as a document can hold it.
enum class JsonKind : std::uint8_t { kMissing, kNull, kBoolean, kNumber, kString, kArray, kObject };

/// Jackson's word: "NUMBER", "OBJECT", ...
std::string_view name_of(JsonKind kind) noexcept;

/// A node of a parsed document. Lives in the arena it was read into; text may point into the
/// document.
struct JsonNode {
    JsonKind kind = JsonKind::kMissing;
    bool boolean = false;
    std::string_view text;                    ///< Of a string, decoded.
    const JsonNumber* number = nullptr;       ///< Of a number.
    std::span<const JsonNode> elements;       ///< Of an array, or the values of an object.
    std::span<const std::string_view> names;  ///< Of an object's members; no name comes twice.
    std::string_view source;                  ///< The node as it stands in the document.

    /// The member of this name, null when there is none or this is no object. The search begins at
    /// `hint`, where a caller expects it.
    const JsonNode* get(std::string_view name, std::size_t hint = 0) const noexcept;
};

/// Reads JSON exactly as Jackson does in Connect's JsonDeserializer: leading zeros are allowed, a
/// repeated name keeps its last value, nothing after the first value is looked at.
/// Throws an exception that stands for Jackson's JsonParseException.
/// Threads: one at a time; keeps its scratch memory from document to document.
class JsonTreeReader {
public:
    /// The first value of a UTF-8 document without byte order mark; kMissing when blank.
    JsonNode read_document(std::string_view document, Arena& arena);

    /// The value of an object's member at `position` of the document.
    JsonNode read_member_value(std::string_view document, std::size_t position, Arena& arena);

private:
    struct Member {
        std::string_view name;
        JsonNode value;
    };

    JsonNode read_value();
    JsonNode read_object();
    JsonNode read_array();
    JsonNode read_number();
    JsonNode read_word(std::string_view word, JsonKind kind, bool boolean);
    std::string_view read_text(JsonTextPlace place);
    void read_member();
    void merge_repeated_names(std::size_t first_member);
    JsonNode collect_object(std::size_t first_member, std::size_t start);
    void begin(std::string_view document, std::size_t position, Arena& arena);
    void check_root_number_end() const;
    void enter();
    void skip_blanks() noexcept;
    char peek() const;
    void expect(char wanted);
    std::string_view source_from(std::size_t start) const noexcept;
    [[noreturn]] void fail(std::string_view problem) const;

    std::string_view document_;
    std::size_t position_ = 0;
    std::size_t depth_ = 0;
    Arena* arena_ = nullptr;
    std::vector<Member> members_;     ///< Of the objects that are open, innermost last.
    std::vector<JsonNode> elements_;  ///< Of the arrays that are open, innermost last.
};

}  // namespace kconnect::convert
