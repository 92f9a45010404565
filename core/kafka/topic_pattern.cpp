#include "topic_pattern.hpp"

#include <algorithm>

#include <unicode/regex.h>

#include <kconnect/errors.hpp>

namespace kconnect::kafka {

struct TopicPattern::Expression {
    std::unique_ptr<icu::RegexPattern> pattern;
};

TopicPattern::TopicPattern(std::string_view expression)
    : expression_(std::make_unique<Expression>()) {
    UErrorCode status = U_ZERO_ERROR;
    UParseError position{};
    const icu::StringPiece text(expression.data(), static_cast<std::int32_t>(expression.size()));
    expression_->pattern.reset(
        icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(text), 0, position, status));
    if (U_FAILURE(status) != 0) {
        throw ConfigException("topics.regex", expression, "Invalid regular expression");
    }
}

TopicPattern::~TopicPattern() = default;
TopicPattern::TopicPattern(TopicPattern&&) noexcept = default;
TopicPattern& TopicPattern::operator=(TopicPattern&&) noexcept = default;

bool TopicPattern::matches(std::string_view topic) const {
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece text(topic.data(), static_cast<std::int32_t>(topic.size()));
    const icu::UnicodeString name = icu::UnicodeString::fromUTF8(text);
    const std::unique_ptr<icu::RegexMatcher> matcher(expression_->pattern->matcher(name, status));
    return U_SUCCESS(status) != 0 && matcher->matches(status) != 0 && U_SUCCESS(status) != 0;
}

std::vector<std::string> TopicPattern::select(const std::vector<std::string>& topics,
                                              bool with_internal) const {
    std::vector<std::string> selected;
    for (const std::string& topic : topics) {
        const bool internal = topic == "__consumer_offsets" || topic == "__transaction_state" ||
                              topic == "__share_group_state";
        if ((with_internal || !internal) && matches(topic)) {
            selected.push_back(topic);
        }
    }
    std::sort(selected.begin(), selected.end());
    return selected;
}

}  // namespace kconnect::kafka
