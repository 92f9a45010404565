#include "config/properties_file.hpp"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

bool is_blank(char character) {
    return character == ' ' || character == '\t' || character == '\f';
}

bool is_line_end(char character) {
    return character == '\n' || character == '\r';
}

/// A line with its continuations put together; escapes are still in it.
struct LogicalLine {
    std::string text;
    std::size_t number;  ///< Of its first natural line, from 1.
    /// A lone backslash at the very end of the text: for Java an entry, with empty key and value.
    bool is_lone_backslash = false;
};

/// Cuts the text into logical lines, without comments and blank lines.
class LineReader {
public:
    explicit LineReader(std::string_view text) : text_(text) {}

    std::optional<LogicalLine> next() {
        for (;;) {
            skip_blanks();
            if (at_end()) {
                return std::nullopt;
            }
            if (is_line_end(text_[position_])) {
                skip_line_end();
            } else if (text_[position_] == '#' || text_[position_] == '!') {
                skip_to_line_end();
            } else if (auto line = read_line(); !line.text.empty() || line.is_lone_backslash) {
                return line;
            }
        }
    }

private:
    bool at_end() const { return position_ == text_.size(); }

    void skip_blanks() {
        while (!at_end() && is_blank(text_[position_])) {
            ++position_;
        }
    }

    void skip_to_line_end() {
        while (!at_end() && !is_line_end(text_[position_])) {
            ++position_;
        }
    }

    /// Steps over \n, \r or \r\n.
    void skip_line_end() {
        const bool carriage_return = text_[position_++] == '\r';
        if (carriage_return && !at_end() && text_[position_] == '\n') {
            ++position_;
        }
        ++line_number_;
    }

    LogicalLine read_line() {
        LogicalLine line{.text = {}, .number = line_number_};
        bool escaped = false;
        while (!at_end()) {
            const char character = text_[position_];
            if (!is_line_end(character)) {
                line.text += character;
                escaped = character == '\\' && !escaped;
                ++position_;
                continue;
            }
            const bool ends_text = position_ + 1 == text_.size();
            skip_line_end();
            if (!escaped) {
                return line;
            }
            line.text.pop_back();
            line.is_lone_backslash = ends_text && line.text.empty();
            escaped = false;
            skip_blanks();
            if (line.text.empty()) {
                return line;  // Nothing yet: what follows may be a comment, as in Java.
            }
        }
        if (escaped) {
            line.text.pop_back();
            line.is_lone_backslash = line.text.empty();
        }
        return line;
    }

    std::string_view text_;
    std::size_t position_ = 0;
    std::size_t line_number_ = 1;
};

/// Where the key ends and where the value begins.
std::pair<std::size_t, std::size_t> split(std::string_view line) {
    bool escaped = false;
    std::size_t key_end = 0;
    while (key_end < line.size()) {
        const char character = line[key_end];
        if (!escaped && (character == '=' || character == ':' || is_blank(character))) {
            break;
        }
        escaped = character == '\\' && !escaped;
        ++key_end;
    }
    std::size_t value_begin = key_end;
    bool separator_seen = false;
    while (value_begin < line.size()) {
        const char character = line[value_begin];
        const bool is_separator = !separator_seen && (character == '=' || character == ':');
        if (!is_separator && !is_blank(character)) {
            break;
        }
        separator_seen = separator_seen || is_separator;
        ++value_begin;
    }
    return {key_end, value_begin};
}

void append_utf8(std::string& text, std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// Four hexadecimal digits; absent when they are not.
std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
    std::uint32_t code = 0;
    for (const char digit : digits) {
        const bool decimal = digit >= '0' && digit <= '9';
        const char lower = static_cast<char>(digit | 0x20);
        if (!decimal && (lower < 'a' || lower > 'f')) {
            return std::nullopt;
        }
        code = code * 16 + static_cast<std::uint32_t>(decimal ? digit - '0' : lower - 'a' + 10);
    }
    return digits.size() == 4 ? std::optional(code) : std::nullopt;
}

/// Collects UTF-16 units, as Java's strings hold them, into UTF-8; half a pair becomes '?'.
class Utf16Text {
public:
    void add(std::uint32_t unit) {
        const bool is_low = unit >= 0xDC00 && unit < 0xE000;
        if (is_low && high_) {
            append_utf8(text_, 0x10000 + ((*high_ - 0xD800) << 10) + (unit - 0xDC00));
            high_.reset();
            return;
        }
        flush();
        if (unit >= 0xD800 && unit < 0xDC00) {
            high_ = unit;
        } else {
            append_utf8(text_, is_low ? '?' : unit);
        }
    }

    /// Adds a byte that is UTF-8 already.
    void add_byte(char byte) {
        flush();
        text_ += byte;
    }

    std::string take() {
        flush();
        return std::move(text_);
    }

private:
    void flush() {
        if (high_) {
            text_ += '?';
            high_.reset();
        }
    }

    std::string text_;
    std::optional<std::uint32_t> high_;
};

char escape_code(char character) {
    switch (character) {
        case 't':
            return '\t';
        case 'n':
            return '\n';
        case 'r':
            return '\r';
        case 'f':
            return '\f';
        default:
            return character;
    }
}

/// Resolves escapes; absent for a malformed \uXXXX.
std::optional<std::string> unescape(std::string_view text, PropertiesEncoding encoding) {
    Utf16Text result;
    const auto add = [&](char character) {
        if (encoding == PropertiesEncoding::kUtf8 &&
            static_cast<unsigned char>(character) >= 0x80) {
            result.add_byte(character);
        } else {
            result.add(static_cast<unsigned char>(character));
        }
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) {
            add(text[at]);
        } else if (text[++at] != 'u') {
            add(escape_code(text[at]));
        } else {
            const auto code = hexadecimal(text.substr(at + 1, 4));
            if (!code) {
                return std::nullopt;
            }
            result.add(*code);
            at += 4;
        }
    }
    return result.take();
}

/// A file that cannot be read; Java's class where there is one for the reason.
class UnreadableFile : public ConnectException {
public:
    UnreadableFile(const std::filesystem::path& file, int reason)
        : ConnectException(fmt::format("{}: {}", file.string(), std::strerror(reason))),
          java_class_(reason == ENOENT   ? "java.nio.file.NoSuchFileException"
                      : reason == EACCES ? "java.nio.file.AccessDeniedException"
                                         : "java.io.IOException") {}

    std::string_view java_class() const noexcept override { return java_class_; }

private:
    std::string_view java_class_;
};

}  // namespace

ConfigMap parse_properties(std::string_view text,
                           std::string_view place,
                           PropertiesEncoding encoding) {
    ConfigMap properties;
    LineReader reader(text);
    while (const auto line = reader.next()) {
        const auto [key_end, value_begin] = split(line->text);
        const std::string_view whole = line->text;
        auto key = unescape(whole.substr(0, key_end), encoding);
        auto value = unescape(whole.substr(value_begin), encoding);
        if (!key || !value) {
            throw ConfigException(
                fmt::format("Malformed \\uxxxx encoding in '{}', line {}: \\u needs four "
                            "hexadecimal digits; write a backslash itself as \\\\",
                            place,
                            line->number));
        }
        properties.insert_or_assign(std::move(*key), std::move(*value));
    }
    return properties;
}

std::string read_text_file(const std::filesystem::path& file) {
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream.is_open() || stream.bad() || std::filesystem::is_directory(file)) {
        throw UnreadableFile(file, std::filesystem::is_directory(file) ? EISDIR : errno);
    }
    return text;
}

ConfigMap read_properties_file(const std::filesystem::path& file) {
    return parse_properties(read_text_file(file), file.string());
}

}  // namespace kconnect
