#include "convert/java_charset.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <simdjson.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#include "convert/utf16_sink.hpp"

namespace kconnect::convert {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

std::uint32_t byte_at(std::string_view text, std::size_t position) noexcept {
    return static_cast<unsigned char>(text[position]);
}

/// Whether the second byte can follow the first in a sequence of `length` bytes. Surrogates pass:
/// Java replaces all three bytes of them at once.
bool is_second(std::uint32_t lead, std::uint32_t second) noexcept {
    const bool overlong = (lead == 0xE0U && second < 0xA0U) || (lead == 0xF0U && second < 0x90U);
    const bool too_large = lead == 0xF4U && second > 0x8FU;
    return (second & 0xC0U) == 0x80U && !overlong && !too_large;
}

/// One step of Java's decoder: how many bytes it takes, and whether they are well formed.
struct Step {
    std::size_t size;
    bool valid;
};

Step next_step(std::string_view text) noexcept {
    const std::uint32_t lead = byte_at(text, 0);
    if (lead < 0x80U) {
        return {1, true};
    }
    const std::size_t length = lead >= 0xC2U && lead <= 0xDFU   ? 2
                               : (lead & 0xF0U) == 0xE0U        ? 3
                               : lead >= 0xF0U && lead <= 0xF4U ? 4
                                                                : 1;
    if (length == 1) {
        return {1, false};
    }
    for (std::size_t index = 1; index < length; ++index) {
        const bool follows =
            index < text.size() && (index == 1 ? is_second(lead, byte_at(text, 1))
                                               : (byte_at(text, index) & 0xC0U) == 0x80U);
        if (!follows) {
            return {index, false};
        }
    }
    const bool surrogate = lead == 0xEDU && byte_at(text, 1) >= 0xA0U;
    return {length, !surrogate};
}

}  // namespace

std::string_view decode_utf8_as_java(std::string_view bytes, Arena& arena) {
    if (simdjson::validate_utf8(bytes.data(), bytes.size())) {
        return bytes;
    }
    char* const start = arena.make_bytes(bytes.size() * kReplacement.size());
    char* next = start;
    while (!bytes.empty()) {
        const Step step = next_step(bytes);
        const std::string_view piece = step.valid ? bytes.substr(0, step.size) : kReplacement;
        next = std::copy(piece.begin(), piece.end(), next);
        bytes.remove_prefix(step.size);
    }
    return {start, static_cast<std::size_t>(next - start)};
}

struct JavaCharset::Converter {
    struct Close {
        void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
    };
    std::unique_ptr<UConverter, Close> handle;
    std::size_t unit = 0;  ///< Bytes of a unit of Java's "UTF-16" and "UTF-32", whose mark counts.
    bool windows = false;  ///< Java leaves out what Windows maps to control characters.
};

JavaCharset::JavaCharset(std::unique_ptr<Converter> converter) : converter_(std::move(converter)) {
}
JavaCharset::~JavaCharset() = default;
JavaCharset::JavaCharset(JavaCharset&&) noexcept = default;
JavaCharset& JavaCharset::operator=(JavaCharset&&) noexcept = default;

std::optional<JavaCharset> JavaCharset::named(const std::string& name) {
    auto converter = std::make_unique<Converter>();
    const auto is = [&name](const char* other) {
        return ucnv_compareNames(name.c_str(), other) == 0;
    };
    converter->unit = is("UTF-16") ? 2 : is("UTF-32") ? 4 : 0;
    const char* const known = converter->unit == 2   ? "UTF-16BE"
                              : converter->unit == 4 ? "UTF-32BE"
                                                     : name.c_str();
    UErrorCode status = U_ZERO_ERROR;
    converter->handle.reset(ucnv_open(known, &status));
    if (U_FAILURE(status) || name.empty()) {
        return std::nullopt;
    }
    const std::string_view own_name = ucnv_getName(converter->handle.get(), &status);
    const char* const windows = ucnv_getStandardName(own_name.data(), "IANA", &status);
    converter->windows = windows != nullptr && std::string_view(windows).starts_with("windows-125");
    status = U_ZERO_ERROR;
    static constexpr UChar kQuestionMark[] = {u'?'};
    ucnv_setSubstString(converter->handle.get(), kQuestionMark, 1, &status);
    return JavaCharset(std::move(converter));
}

namespace {

/// The bytes of UTF-16 or UTF-32 without byte order mark, most significant byte of a unit first.
std::string_view without_mark(std::string_view bytes, std::size_t unit, Arena& arena) {
    const std::string_view big = unit == 2 ? "\xFE\xFF"sv : "\0\0\xFE\xFF"sv;
    const std::string_view little = unit == 2 ? "\xFF\xFE"sv : "\xFF\xFE\0\0"sv;
    if (bytes.starts_with(big)) {
        return bytes.substr(unit);
    }
    if (!bytes.starts_with(little)) {
        return bytes;
    }
    bytes.remove_prefix(unit);
    const auto swapped = arena.make_array<char>(bytes.size());
    for (std::size_t index = 0; index < swapped.size(); ++index) {
        const std::size_t other = index ^ (unit - 1);
        swapped[index] = bytes[other < swapped.size() ? other : index];
    }
    return {swapped.data(), swapped.size()};
}

}  // namespace

std::string_view JavaCharset::decode(std::string_view bytes, Arena& arena) const {
    if (converter_->unit != 0) {
        bytes = without_mark(bytes, converter_->unit, arena);
    }
    const auto units = arena.make_array<UChar>(bytes.size() * 2 + 1);
    UErrorCode status = U_ZERO_ERROR;
    const std::int32_t count = ucnv_toUChars(converter_->handle.get(),
                                             units.data(),
                                             static_cast<std::int32_t>(units.size()),
                                             bytes.data(),
                                             static_cast<std::int32_t>(bytes.size()),
                                             &status);
    char* const start = arena.make_bytes(static_cast<std::size_t>(count) * 3);
    Utf16Sink sink{start};
    for (const UChar unit : units.first(static_cast<std::size_t>(count))) {
        const bool control = unit >= 0x80 && unit < 0xA0;
        sink.put(control && converter_->windows ? 0xFFFD : unit);
    }
    return {start, static_cast<std::size_t>(sink.finish() - start)};
}

std::string_view JavaCharset::encode(std::string_view text, Arena& arena) const {
    const auto units = arena.make_array<UChar>(text.size() + 1);
    std::int32_t count = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strFromUTF8WithSub(units.data(),
                         static_cast<std::int32_t>(units.size()),
                         &count,
                         text.data(),
                         static_cast<std::int32_t>(text.size()),
                         0xFFFD,
                         nullptr,
                         &status);
    const std::string_view mark = converter_->unit == 2 && count > 0 ? "\xFE\xFF" : "";
    const std::size_t capacity =
        mark.size() + static_cast<std::size_t>(UCNV_GET_MAX_BYTES_FOR_STRING(
                          count, ucnv_getMaxCharSize(converter_->handle.get())));
    char* const bytes = arena.make_bytes(capacity);
    std::copy(mark.begin(), mark.end(), bytes);
    status = U_ZERO_ERROR;
    const std::int32_t size = ucnv_fromUChars(converter_->handle.get(),
                                              bytes + mark.size(),
                                              static_cast<std::int32_t>(capacity - mark.size()),
                                              units.data(),
                                              count,
                                              &status);
    return {bytes, mark.size() + static_cast<std::size_t>(size)};
}

}  // namespace kconnect::convert
