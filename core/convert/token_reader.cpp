#include "convert/token_reader.hpp"

#include <utility>

namespace kconnect::convert {

namespace {

constexpr bool is_delimiter(char character) noexcept {
    return std::string_view(":,{}[]\"").find(character) != std::string_view::npos;
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
    const auto is_blank = [](char character) {
        return static_cast<unsigned char>(character) <= ' ';
    };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::size_t TokenReader::mark() const noexcept {
    return position_ - (peeked_.has_value() ? peeked_->size() : 0);
}

void TokenReader::rewind_to(std::size_t position) noexcept {
    position_ = position;
    peeked_.reset();
}

bool TokenReader::has_next() const noexcept {
    return peeked_.has_value() || position_ < text_.size();
}

std::string_view TokenReader::next() noexcept {
    const auto peeked = std::exchange(peeked_, std::nullopt);
    return peeked.has_value() ? *peeked : cut_token();
}

std::optional<std::string_view> TokenReader::next(std::size_t count) noexcept {
    const std::size_t start = mark();
    for (std::size_t taken = 0; taken < count; ++taken) {
        if (!has_next()) {
            rewind_to(start);
            return std::nullopt;
        }
        next();
    }
    return text_.substr(start, position_ - start);
}

bool TokenReader::take(std::string_view expected) noexcept {
    if (!has_next()) {
        return false;
    }
    if (!peeked_.has_value()) {
        peeked_ = cut_token();
    }
    while (trimmed(*peeked_).empty() && position_ < text_.size()) {
        peeked_ = cut_token();
    }
    if (trimmed(*peeked_) != expected) {
        return false;
    }
    peeked_.reset();
    return true;
}

std::string_view TokenReader::cut_token() noexcept {
    const std::size_t start = position_;
    bool escaped = false;
    while (position_ < text_.size()) {
        const char character = text_[position_];
        if (is_delimiter(character) && !escaped) {
            position_ += position_ == start ? 1 : 0;
            break;
        }
        escaped = character == '\\' && !escaped;
        ++position_;
    }
    return text_.substr(start, position_ - start);
}

}  // namespace kconnect::convert
