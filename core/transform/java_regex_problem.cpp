#include "java_regex_problem.hpp"

#include <optional>
#include <set>

#include <fmt/format.h>
#include <unicode/unistr.h>

namespace kconnect::transform {
namespace {

/// A mistake and where Java sees it.
struct Problem {
    std::string words;
    std::size_t index;
};

bool is_letter(char16_t character) {
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z');
}

/// Letters that mean something behind a backslash, and those of them that do not in a class.
constexpr std::u16string_view kEscapes = u"aAbBcdDeEfGhHkNnpPQRrSstuvVwWxXZz";
constexpr std::u16string_view kPlaces = u"AbBGkRXZz";

bool is_in(std::u16string_view letters, char16_t letter) {
    return letters.find(letter) != std::u16string_view::npos;
}

/// Goes through an expression until it finds the first mistake.
class Reader {
public:
    explicit Reader(std::u16string_view text) : text_(text) {}

    std::optional<Problem> first_problem() {
        while (at_ < text_.size() && !problem_) {
            read_one();
        }
        if (!problem_ && depth_ > 0) {
            note("Unclosed group", text_.size());
        }
        return problem_;
    }

private:
    void note(std::string words, std::size_t index) {
        problem_ = Problem{std::move(words), index};
        at_ = text_.size();
    }

    void read_one() {
        const char16_t character = text_[at_++];
        switch (character) {
            case u'\\':
                read_escape();
                may_repeat_ = true;
                break;
            case u'[':
                read_class();
                may_repeat_ = true;
                break;
            case u'(':
                read_group_start();
                may_repeat_ = false;
                break;
            case u')':
                if (depth_ == 0) {
                    // Java's index is -1 for the first character, and then not shown.
                    note("Unmatched closing ')'", at_ - 2);
                }
                --depth_;
                may_repeat_ = true;
                break;
            case u'|':
                may_repeat_ = false;
                break;
            case u'*':
            case u'+':
            case u'?':
                read_repetition(character);
                break;
            case u'{':
                read_count();
                break;
            default:
                may_repeat_ = true;
        }
    }

    /// At most one sign behind the repetition makes it lazy or possessive.
    void read_repetition(char16_t sign) {
        if (!may_repeat_) {
            note(fmt::format("Dangling meta character '{}'", static_cast<char>(sign)), at_ - 1);
            return;
        }
        skip_mode();
        may_repeat_ = false;
    }

    void skip_mode() {
        if (at_ < text_.size() && (text_[at_] == u'?' || text_[at_] == u'+')) {
            ++at_;
        }
    }

    void read_count() {
        if (at_ == text_.size() || text_[at_] < u'0' || text_[at_] > u'9') {
            note("Illegal repetition", at_);
            return;
        }
        const auto end = text_.find_first_not_of(u"0123456789,", at_);
        if (end == std::u16string_view::npos || text_[end] != u'}') {
            note("Unclosed counted closure", end == std::u16string_view::npos ? text_.size() : end);
            return;
        }
        at_ = end + 1;
        skip_mode();
        may_repeat_ = false;
    }

    void read_group_start() {
        ++depth_;
        if (at_ == text_.size() || text_[at_] != u'?') {
            return;
        }
        if (++at_ == text_.size()) {
            note("Unknown inline modifier", at_);
        } else if (text_[at_] == u'<' && text_.substr(at_, 2) != u"<=" &&
                   text_.substr(at_, 2) != u"<!") {
            read_group_name();
        } else {
            read_flags();
        }
    }

    /// Flags with a bracket behind them, as in "(?i)", are no group.
    void read_flags() {
        const auto end = text_.find_first_not_of(u"idmsuxU-", at_);
        if (end != std::u16string_view::npos && end > at_ && text_[end] == u')') {
            --depth_;
            at_ = end + 1;
        } else if (end == at_ && !is_in(u":=!><", text_[at_])) {
            note("Unknown inline modifier", at_);
        } else {
            ++at_;
        }
    }

    void read_group_name() {
        const std::size_t start = ++at_;
        if (at_ == text_.size() || !is_letter(text_[at_])) {
            note("capturing group name does not start with a Latin letter", at_);
            return;
        }
        while (at_ < text_.size() &&
               (is_letter(text_[at_]) || (text_[at_] >= u'0' && text_[at_] <= u'9'))) {
            ++at_;
        }
        if (at_ == text_.size() || text_[at_] != u'>') {
            note("named capturing group is missing trailing '>'", at_);
            return;
        }
        const auto name = text_.substr(start, at_++ - start);
        if (!names_.insert(name).second) {
            note(fmt::format("Named capturing group <{}> is already defined",
                             std::string(name.begin(), name.end())),
                 at_ - 1);
        }
    }

    void read_escape(bool is_in_class = false) {
        if (at_ == text_.size()) {
            note(is_in_class ? "Unclosed character class" : "Unexpected internal error", at_);
            return;
        }
        const char16_t escaped = text_[at_++];
        if (escaped == u'Q') {
            const auto end = text_.find(u"\\E", at_);
            at_ = end == std::u16string_view::npos ? text_.size() : end + 2;
        } else if (escaped == u'E' || (is_letter(escaped) && !is_in(kEscapes, escaped)) ||
                   (is_in_class && (is_in(kPlaces, escaped) || is_in(u"123456789", escaped)))) {
            note("Illegal/unsupported escape sequence", at_ - 1);
        } else if (at_ < text_.size() && text_[at_] == u'{') {
            // The name of a property or character; more than one place in a group of digits.
            const auto end = text_.find(u'}', at_);
            at_ = !is_in(u"pPxN", escaped) || end == std::u16string_view::npos ? at_ : end + 1;
        }
    }

    /// Up to the bracket that closes it; a bracket that comes first is one of its characters.
    void read_class() {
        int open = 1;
        bool is_first = true;
        bool may_begin_range = false;
        while (at_ < text_.size() && !problem_) {
            const char16_t character = text_[at_++];
            if (character == u'-' && may_begin_range && at_ == text_.size()) {
                note("Illegal character range", at_);
                return;
            }
            may_begin_range = !is_in(u"\\[]^-&", character);
            if (character == u'^' && is_first) {
                continue;
            }
            if (character == u'\\') {
                read_escape(true);
            } else if (character == u'[') {
                ++open;
                is_first = true;
                continue;
            } else if (character == u']' && !is_first && --open == 0) {
                return;
            }
            is_first = false;
        }
        if (!problem_) {
            note("Unclosed character class", text_.size() - 1);
        }
    }

    const std::u16string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    bool may_repeat_ = false;  ///< Something stands before a repetition.
    std::set<std::u16string_view> names_;
    std::optional<Problem> problem_;
};

std::string utf8(std::u16string_view text) {
    std::string result;
    icu::UnicodeString(text.data(), static_cast<std::int32_t>(text.size())).toUTF8String(result);
    return result;
}

}  // namespace

std::string java_regex_problem(std::u16string_view expression, std::string_view otherwise) {
    const auto problem = Reader(expression).first_problem();
    std::string text = problem ? problem->words : std::string(otherwise);
    const std::size_t index = problem ? problem->index : std::u16string_view::npos;
    if (index != std::u16string_view::npos) {
        text += fmt::format(" near index {}", index);
    }
    text += "\n" + utf8(expression);
    if (index < expression.size()) {
        text += "\n" + std::string(index, ' ') + "^";
    }
    return text;
}

}  // namespace kconnect::transform
