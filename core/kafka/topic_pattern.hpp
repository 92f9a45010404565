#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::kafka {

/// A Java-like regular expression over topic names; a name matches as a whole.
class TopicPattern {
public:
    /// Throws ConfigException for `topics.regex` when the expression is malformed.
    explicit TopicPattern(std::string_view expression);
    ~TopicPattern();
    TopicPattern(TopicPattern&&) noexcept;
    TopicPattern& operator=(TopicPattern&&) noexcept;
    TopicPattern(const TopicPattern&) = delete;
    TopicPattern& operator=(const TopicPattern&) = delete;

    bool matches(std::string_view topic) const;
    /// The matching ones, sorted; Kafka's internal topics only when `with_internal`.
    std::vector<std::string> select(const std::vector<std::string>& topics,
                                    bool with_internal) const;

private:
    struct Expression;
    std::unique_ptr<Expression> expression_;
};

}  // namespace kconnect::kafka
