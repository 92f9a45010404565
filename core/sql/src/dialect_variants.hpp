#pragma once

#include <array>
#include <cstddef>
#include <utility>

#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {

/// The rules as one number, and back.
constexpr std::size_t variant_number(const DialectRules& rules) {
    return (rules.folds_names ? 1U : 0U) + (rules.short_texts ? 2U : 0U) +
           (rules.large_columns ? 4U : 0U);
}
constexpr std::size_t kVariantCount = 8;
constexpr DialectRules variant_rules(std::size_t number) {
    return {.folds_names = (number & 1U) != 0,
            .short_texts = (number & 2U) != 0,
            .large_columns = (number & 4U) != 0};
}

/// The instance of a dialect, which is made of its rules, that has these rules; lives for ever.
template <typename Variant>
const Variant& variant_of(const DialectRules& rules) {
    static const auto variants = []<std::size_t... Number>(std::index_sequence<Number...>) {
        return std::array<Variant, sizeof...(Number)>{Variant(variant_rules(Number))...};
    }
    (std::make_index_sequence<kVariantCount>());
    return variants.at(variant_number(rules));
}

}  // namespace kconnect::sql
