#pragma once

#include <array>

#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {

/// The instance of a dialect, which is made of its rules, that has these rules; lives for ever.
template <typename Variant>
const Variant& variant_of(const DialectRules& rules) {
    static const std::array<Variant, 4> variants{
        Variant(DialectRules{.folds_names = false, .short_texts = false}),
        Variant(DialectRules{.folds_names = true, .short_texts = false}),
        Variant(DialectRules{.folds_names = false, .short_texts = true}),
        Variant(DialectRules{.folds_names = true, .short_texts = true})};
    return variants.at((rules.folds_names ? 1U : 0U) + (rules.short_texts ? 2U : 0U));
}

}  // namespace kconnect::sql
