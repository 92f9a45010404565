#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <kconnect/arena.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/value.hpp>

namespace kconnect::test {

/// A value as a test writes it: `nullptr`, `true`, `7`, `1.5`, `"text"`; `list(...)` for an array
/// or the fields of a struct in their order, `entries(...)` for a map. Owns all it holds.
class Literal {
public:
    using List = std::vector<Literal>;
    struct Entry;
    using Entries = std::vector<Entry>;

    Literal();
    Literal(const Literal& other);
    Literal(Literal&& other) noexcept;
    Literal& operator=(const Literal& other);
    Literal& operator=(Literal&& other) noexcept;
    ~Literal();
    // Implicit, so that records read as literals.
    Literal(std::nullptr_t);                 // NOLINT(google-explicit-constructor)
    Literal(std::same_as<bool> auto value);  // NOLINT(google-explicit-constructor)
    template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
        Literal(Integer value);        // NOLINT(google-explicit-constructor)
    Literal(double value);             // NOLINT(google-explicit-constructor)
    Literal(const char* text);         // NOLINT(google-explicit-constructor)
    Literal(std::string_view text);    // NOLINT(google-explicit-constructor)
    Literal(const std::string& text);  // NOLINT(google-explicit-constructor)
    explicit Literal(List elements);
    explicit Literal(Entries entries);

    /// The value of `schema` that this stands for, in `arena`; without a schema a whole number is
    /// INT64 and a list an array. A whole number for a Decimal is its unscaled value, a text for
    /// BYTES its bytes. Throws DataException when it does not fit.
    Value make(const Schema* schema, Arena& arena) const;

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Entries> data_;
};

/// One entry of a map.
struct Literal::Entry {
    Literal key;
    Literal value;
};

// Not in the class: there a map's entry is not yet known.
Literal::Literal(std::same_as<bool> auto value) : data_(value) {
}

template <std::integral Integer>
requires(!std::same_as<Integer, bool>) Literal::Literal(Integer value)
    : data_(static_cast<std::int64_t>(value)) {
}

/// An array, or the fields of a struct in the order of its schema: `list(7, "DLH4TK", nullptr)`.
template <typename... Elements>
Literal list(Elements&&... elements) {
    return Literal(Literal::List{Literal(static_cast<Elements&&>(elements))...});
}

/// A map: `entries({{"file", "a.txt"}, {"line", 7}})`.
Literal entries(Literal::Entries entries);

}  // namespace kconnect::test
