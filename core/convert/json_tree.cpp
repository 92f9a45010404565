#include "convert/json_tree.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include <unicode/uchar.h>

#include "convert/json_text.hpp"
#include "convert/serialization_error.hpp"

namespace kconnect::convert {

namespace {

/// Jackson's StreamReadConstraints.DEFAULT_MAX_DEPTH.
constexpr std::size_t kMaxDepth = 1000;

constexpr bool is_blank(char character) noexcept {
    return character == ' ' || character == '\n' || character == '\r' || character == '\t';
}

/// Jackson lets a word end before anything that could not be part of a Java identifier.
bool ends_word(char next) noexcept {
    const auto byte = static_cast<unsigned char>(next);
    return byte < '0' || (byte < 0x80 && u_isJavaIDPart(byte) == 0);
}

}  // namespace

std::string_view name_of(JsonKind kind) noexcept {
    switch (kind) {
        case JsonKind::kMissing:
            return "MISSING";
        case JsonKind::kNull:
            return "NULL";
        case JsonKind::kBoolean:
            return "BOOLEAN";
        case JsonKind::kNumber:
            return "NUMBER";
        case JsonKind::kString:
            return "STRING";
        case JsonKind::kArray:
            return "ARRAY";
        case JsonKind::kObject:
            return "OBJECT";
    }
    return {};
}

const JsonNode* JsonNode::get(std::string_view name, std::size_t hint) const noexcept {
    const std::size_t count = names.size();
    for (std::size_t step = 0, index = hint < count ? hint : 0; step < count; ++step) {
        if (names[index] == name) {
            return &elements[index];
        }
        index = index + 1 == count ? 0 : index + 1;
    }
    return nullptr;
}

JsonNode JsonTreeReader::read_document(std::string_view document, Arena& arena) {
    begin(document, 0, arena);
    skip_blanks();
    if (position_ == document_.size()) {
        return {};
    }
    const JsonNode root = read_value();
    if (root.kind == JsonKind::kNumber) {
        check_root_number_end();
    }
    return root;
}

JsonNode JsonTreeReader::read_member_value(std::string_view document,
                                           std::size_t position,
                                           Arena& arena) {
    begin(document, position, arena);
    depth_ = 1;
    return read_value();
}

void JsonTreeReader::begin(std::string_view document, std::size_t position, Arena& arena) {
    document_ = document;
    position_ = position;
    depth_ = 0;
    arena_ = &arena;
    members_.clear();
    elements_.clear();
}

void JsonTreeReader::check_root_number_end() const {
    if (position_ < document_.size() && !is_blank(document_[position_])) {
        fail("Expected space separating root-level values");
    }
}

JsonNode JsonTreeReader::read_value() {
    skip_blanks();
    const std::size_t start = position_;
    JsonNode node;
    switch (peek()) {
        case '{':
            return read_object();
        case '[':
            return read_array();
        case '"':
            node.kind = JsonKind::kString;
            node.text = read_text(JsonTextPlace::kValue);
            break;
        case 't':
            return read_word("true", JsonKind::kBoolean, true);
        case 'f':
            return read_word("false", JsonKind::kBoolean, false);
        case 'n':
            return read_word("null", JsonKind::kNull, false);
        default:
            return read_number();
    }
    node.source = source_from(start);
    return node;
}

JsonNode JsonTreeReader::read_object() {
    const std::size_t start = position_;
    const std::size_t first_member = members_.size();
    enter();
    skip_blanks();
    if (peek() != '}') {
        read_member();
        while (peek() == ',') {
            ++position_;
            skip_blanks();
            read_member();
        }
    }
    expect('}');
    --depth_;
    return collect_object(first_member, start);
}

void JsonTreeReader::read_member() {
    if (peek() != '"') {
        fail("was expecting double-quote to start field name");
    }
    Member member;
    member.name = read_text(JsonTextPlace::kName);
    skip_blanks();
    expect(':');
    member.value = read_value();
    members_.push_back(member);
    skip_blanks();
}

void JsonTreeReader::merge_repeated_names(std::size_t first_member) {
    const std::span<Member> members = std::span(members_).subspan(first_member);
    const auto order = arena_->make_array<std::size_t>(members.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(
        order, {}, [&members](std::size_t index) { return std::pair(members[index].name, index); });
    bool repeated = false;
    for (std::size_t at = order.size(); at-- > 1;) {
        if (members[order[at]].name == members[order[at - 1]].name) {
            // Towards the first place, so that the last value arrives there.
            members[order[at - 1]].value = members[order[at]].value;
            members[order[at]].value.kind = JsonKind::kMissing;
            repeated = true;
        }
    }
    if (repeated) {
        const auto first = members_.begin() + static_cast<std::ptrdiff_t>(first_member);
        const auto is_superseded = [](const Member& member) {
            return member.value.kind == JsonKind::kMissing;
        };
        members_.erase(std::remove_if(first, members_.end(), is_superseded), members_.end());
    }
}

JsonNode JsonTreeReader::collect_object(std::size_t first_member, std::size_t start) {
    merge_repeated_names(first_member);
    const std::size_t count = members_.size() - first_member;
    const auto names = arena_->make_array<std::string_view>(count);
    const auto values = arena_->make_array<JsonNode>(count);
    for (std::size_t index = 0; index < count; ++index) {
        names[index] = members_[first_member + index].name;
        values[index] = members_[first_member + index].value;
    }
    members_.resize(first_member);
    JsonNode node;
    node.kind = JsonKind::kObject;
    node.names = names;
    node.elements = values;
    node.source = source_from(start);
    return node;
}

JsonNode JsonTreeReader::read_array() {
    const std::size_t start = position_;
    const std::size_t first_element = elements_.size();
    enter();
    skip_blanks();
    if (peek() != ']') {
        elements_.push_back(read_value());
        skip_blanks();
        while (peek() == ',') {
            ++position_;
            elements_.push_back(read_value());
            skip_blanks();
        }
    }
    expect(']');
    --depth_;
    const auto elements = arena_->make_array<JsonNode>(elements_.size() - first_element);
    std::copy(elements_.begin() + static_cast<std::ptrdiff_t>(first_element),
              elements_.end(),
              elements.begin());
    elements_.resize(first_element);
    JsonNode node;
    node.kind = JsonKind::kArray;
    node.elements = elements;
    node.source = source_from(start);
    return node;
}

JsonNode JsonTreeReader::read_number() {
    const auto number = scan_number(document_.substr(position_));
    if (!number.has_value()) {
        fail("Unexpected character or malformed number");
    }
    JsonNode node;
    node.kind = JsonKind::kNumber;
    node.number = arena_->make<JsonNumber>(*number);
    node.source = number->text;
    position_ += number->text.size();
    return node;
}

JsonNode JsonTreeReader::read_word(std::string_view word, JsonKind kind, bool boolean) {
    const std::size_t end = position_ + word.size();
    const bool ends = end >= document_.size() || ends_word(document_[end]);
    if (document_.substr(position_, word.size()) != word || !ends) {
        fail("Unrecognized token");
    }
    JsonNode node;
    node.kind = kind;
    node.boolean = boolean;
    node.source = document_.substr(position_, word.size());
    position_ = end;
    return node;
}

std::string_view JsonTreeReader::read_text(JsonTextPlace place) {
    const std::size_t start = ++position_;
    while (peek() != '"') {
        if (static_cast<unsigned char>(document_[position_]) < ' ') {
            fail("Illegal unquoted character: has to be escaped using backslash");
        }
        position_ += document_[position_] == '\\' ? 2 : 1;
    }
    const std::string_view content = document_.substr(start, position_ - start);
    const auto text = decode_json_text(content, *arena_, place);
    if (!text.has_value()) {
        fail("Unrecognized character escape or invalid UTF-8");
    }
    ++position_;
    return *text;
}

void JsonTreeReader::enter() {
    ++position_;
    if (++depth_ > kMaxDepth) {
        fail("Document nesting depth (1001) exceeds the maximum allowed (1000)");
    }
}

void JsonTreeReader::skip_blanks() noexcept {
    while (position_ < document_.size() && is_blank(document_[position_])) {
        ++position_;
    }
}

char JsonTreeReader::peek() const {
    if (position_ >= document_.size()) {
        fail("Unexpected end-of-input");
    }
    return document_[position_];
}

void JsonTreeReader::expect(char wanted) {
    if (peek() != wanted) {
        fail(std::string("was expecting '") + wanted + "'");
    }
    ++position_;
}

std::string_view JsonTreeReader::source_from(std::size_t start) const noexcept {
    return document_.substr(start, position_ - start);
}

void JsonTreeReader::fail(std::string_view problem) const {
    throw_json_parse_error(problem, document_, position_);
}

}  // namespace kconnect::convert
