#include "field_path.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "java_exception.hpp"
#include "record_part.hpp"

namespace kconnect::transform {
namespace {

constexpr const char* kFieldSyntaxVersion = "field.syntax.version";
constexpr std::string_view kPurpose = "nested field access";

/// Cuts a path into its steps, as lenient as Java: a backtick that no dot follows belongs to the
/// name.
class PathReader {
public:
    explicit PathReader(std::string_view text) : text_(text) {}

    std::vector<std::string> steps() {
        while (at_ < text_.size()) {
            if (text_[at_] == '`') {
                read_quoted();
            } else {
                read_plain();
            }
        }
        if (text_.ends_with('.')) {
            steps_.emplace_back();
        }
        return std::move(steps_);
    }

private:
    void read_plain() {
        const auto dot = text_.find('.', at_);
        steps_.emplace_back(text_.substr(at_, dot - at_));
        at_ = dot == std::string_view::npos ? text_.size() : dot + 1;
    }

    void read_quoted() {
        const std::size_t opened = at_++;
        std::string name;
        for (std::size_t start = at_;;) {
            at_ = text_.find('`', at_);
            if (at_ == std::string_view::npos) {
                refuse(opened);
            }
            const bool is_escaped = text_[at_ - 1] == '\\';
            const bool is_last = at_ + 1 == text_.size();
            if (is_last && is_escaped) {
                refuse(opened);
            }
            if (!is_last && text_[at_ + 1] != '.') {
                ++at_;
            } else if (is_escaped) {
                name += text_.substr(start, at_ - 1 - start);
                name += '`';
                start = ++at_;
            } else {
                name += text_.substr(start, at_ - start);
                steps_.push_back(std::move(name));
                at_ += 2;
                return;
            }
        }
    }

    [[noreturn]] void refuse(std::size_t opened) const {
        throw ConfigException(
            fmt::format("Incomplete backtick pair in path: [{}], consider adding a backslash "
                        "before backtick at position {} to escape it",
                        text_,
                        opened));
    }

    const std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string> steps_;
};

/// Java looks for the last step of a path without steps.
void require_steps(const FieldPath& path) {
    if (path.steps().empty()) {
        throw JavaException("java.lang.IllegalArgumentException", "fromIndex(0) > toIndex(-1)");
    }
}

}  // namespace

FieldPath::FieldPath(std::string_view text, bool is_nested)
    : steps_(is_nested ? PathReader(text).steps() : std::vector{std::string(text)}) {
}

Value FieldPath::value_in(std::span<const MapEntry> map) const {
    require_steps(*this);
    for (std::size_t index = 0; index + 1 < steps_.size(); ++index) {
        const Value* const next = find_entry(map, steps_[index]);
        if (next == nullptr || next->is_null()) {
            return {};
        }
        map = require_map(*next, kPurpose);
    }
    const Value* const last = find_entry(map, steps_.back());
    return last == nullptr ? Value() : *last;
}

const Value& ResolvedPath::value_in(const Value& start, bool with_default) const {
    const Value* value = &start;
    for (const Field* field : fields) {
        if (value->is_null()) {
            return *value;
        }
        const Value& next = value->as_struct()[field->index];
        const bool has_default = with_default || field != fields.back();
        value = next.is_null() && has_default ? &field->schema->default_value() : &next;
    }
    return *value;
}

ResolvedPath resolve(const FieldPath& path, const Schema& schema) {
    require_steps(path);
    ResolvedPath resolved;
    const Schema* current = &schema;
    for (const std::string& step : path.steps()) {
        if (current->type() != SchemaType::kStruct) {
            throw DataException("Cannot look up fields on non-struct type");
        }
        const Field* const field = current->field(step);
        if (field == nullptr) {
            return {};
        }
        resolved.fields.push_back(field);
        current = field->schema.get();
    }
    return resolved;
}

ConfigKey field_syntax_version_key() {
    return {.name = kFieldSyntaxVersion,
            .type = ConfigType::kString,
            .default_value = "V1",
            .validator = one_of_ignoring_case({"V1", "V2"}),
            .importance = Importance::kHigh,
            .doc =
                "V1: the name of a field. V2: names with dots between them lead into nested "
                "fields; a name with a dot stands between backticks, as in `a.b`.c, and a "
                "backtick within it behind a backslash."};
}

bool is_nested_syntax(const ParsedConfig& config) {
    const auto& version = config.string(kFieldSyntaxVersion);
    return version == "V2" || version == "v2";
}

}  // namespace kconnect::transform
