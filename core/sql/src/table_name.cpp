#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/standard_dialect.hpp>

namespace kconnect::sql {

namespace {

/// Reads the parts of one table name from left to right.
class TableNameReader {
public:
    TableNameReader(std::string_view text, char mark) : text_(text), mark_(mark) {}

    std::vector<std::string> read_all() {
        std::vector<std::string> parts{read_part()};
        while (position_ < text_.size()) {
            ++position_;  // the dot
            parts.push_back(read_part());
        }
        return parts;
    }

private:
    std::string read_part() {
        const bool quoted = position_ < text_.size() && text_[position_] == mark_;
        std::string part = quoted ? read_quoted() : read_plain();
        if (part.empty()) {
            throw ConfigException(fmt::format("Table name '{}' has an empty part", text_));
        }
        return part;
    }

    std::string read_plain() {
        const std::size_t end = std::min(text_.find('.', position_), text_.size());
        std::string part(text_.substr(position_, end - position_));
        position_ = end;
        return part;
    }

    std::string read_quoted() {
        std::string part;
        while (true) {
            const std::size_t end = text_.find(mark_, position_ + 1);
            if (end == std::string_view::npos) {
                throw ConfigException(
                    fmt::format("Table name '{}' has a quote {} without its end", text_, mark_));
            }
            part += text_.substr(position_ + 1, end - position_ - 1);
            position_ = end + 1;
            if (position_ >= text_.size() || text_[position_] == '.') {
                return part;
            }
            if (text_[position_] != mark_) {
                throw ConfigException(fmt::format(
                    "Table name '{}' goes on after a closing {}: a dot or the end is expected",
                    text_,
                    mark_));
            }
            part += mark_;
        }
    }

    std::string_view text_;
    char mark_;
    std::size_t position_ = 0;
};

}  // namespace

std::vector<std::string> split_table_name(std::string_view text, char quote_character) {
    return TableNameReader(text, quote_character).read_all();
}

}  // namespace kconnect::sql
