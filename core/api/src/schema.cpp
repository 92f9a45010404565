#include <algorithm>
#include <array>
#include <charconv>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

namespace kconnect {

namespace {

constexpr std::array<std::string_view, 12> kTypeNames = {"INT8",
                                                         "INT16",
                                                         "INT32",
                                                         "INT64",
                                                         "FLOAT32",
                                                         "FLOAT64",
                                                         "BOOLEAN",
                                                         "STRING",
                                                         "BYTES",
                                                         "ARRAY",
                                                         "MAP",
                                                         "STRUCT"};

/// Stands for java.lang.NumberFormatException.
class NumberFormatException final : public ConnectException {
public:
    using ConnectException::ConnectException;
    std::string_view java_class() const noexcept override {
        return "java.lang.NumberFormatException";
    }
};

bool same_schema(const SchemaPtr& left, const SchemaPtr& right) noexcept {
    return left == right || (left != nullptr && right != nullptr && *left == *right);
}

bool same_parameters(const Schema& left, const Schema& right) noexcept {
    return left.parameters().size() == right.parameters().size() &&
           std::ranges::all_of(left.parameters(), [&right](const auto& parameter) {
               const std::string* other = right.parameter(parameter.first);
               return other != nullptr && *other == parameter.second;
           });
}

bool same_fields(std::span<const Field> left, std::span<const Field> right) noexcept {
    return std::ranges::equal(left, right, [](const Field& one, const Field& other) {
        return one.name == other.name && same_schema(one.schema, other.schema);
    });
}

}  // namespace

std::string_view name_of(SchemaType type) noexcept {
    return kTypeNames[static_cast<std::size_t>(type)];
}

Schema::~Schema() = default;

const std::string* Schema::parameter(std::string_view name) const noexcept {
    const auto found =
        std::ranges::find(parameters_, name, &std::pair<std::string, std::string>::first);
    return found == parameters_.end() ? nullptr : &found->second;
}

std::int32_t Schema::decimal_scale() const {
    const std::string* text = parameter("scale");
    if (text == nullptr) {
        throw DataException("Invalid Decimal schema: scale parameter not found.");
    }
    std::int32_t scale = 0;
    const char* first = text->data();
    const char* last = first + text->size();
    const auto [end, error] = std::from_chars(first, last, scale);
    if (error != std::errc{} || end != last) {
        throw DataException(
            "Invalid scale parameter found in Decimal schema: ",
            std::make_exception_ptr(NumberFormatException("For input string: \"" + *text + "\"")));
    }
    return scale;
}

const Field* Schema::field(std::string_view name) const noexcept {
    const auto found = std::ranges::find(fields_, name, &Field::name);
    return found == fields_.end() ? nullptr : &*found;
}

bool operator==(const Schema& left, const Schema& right) noexcept {
    if (&left == &right) {
        return true;
    }
    return left.type_ == right.type_ && left.optional_ == right.optional_ &&
           left.name_ == right.name_ && left.version_ == right.version_ &&
           left.doc_ == right.doc_ && left.default_value_ == right.default_value_ &&
           same_parameters(left, right) && same_fields(left.fields_, right.fields_) &&
           same_schema(left.key_schema_, right.key_schema_) &&
           same_schema(left.value_schema_, right.value_schema_);
}

StructView::StructView(const Schema* schema, const Value& value) : schema_(schema) {
    if (schema == nullptr || schema->type() != SchemaType::kStruct) {
        throw DataException("A struct with a schema is needed, but found " +
                            std::string(name_of(value.kind())) +
                            (schema == nullptr ? " without schema" : ""));
    }
    fields_ = value.as_struct();
}

const Value& StructView::without_default(std::string_view name) const {
    const Field* field = schema_->field(name);
    if (field == nullptr) {
        throw DataException(std::string(name) + " is not a valid field name");
    }
    return fields_[field->index];
}

const Value& StructView::operator[](std::string_view name) const {
    const Value& value = without_default(name);
    return value.is_null() ? schema_->field(name)->schema->default_value() : value;
}

}  // namespace kconnect
