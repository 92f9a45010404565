#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <kconnect/arena.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/value.hpp>

#include "field_keys.hpp"

namespace kconnect::datagen {

/// One field of made-up records: its value is a function of seed and record number.
class DeclaredField {
public:
    /// `stream` tells the fields of a record apart.
    DeclaredField(const FieldSettings& settings, std::int64_t seed, std::uint64_t stream);

    const std::string& name() const noexcept { return name_; }
    const SchemaPtr& schema() const noexcept { return schema_; }
    /// Texts lie in `arena` or in this object.
    Value value(std::uint64_t record, std::int64_t epoch_milliseconds, Arena& arena) const;

private:
    std::uint64_t place(std::uint64_t record) const noexcept;
    Value number(std::uint64_t record, Arena& arena) const;
    Value text(std::int64_t number, Arena& arena) const;
    void set_integers(const FieldSettings& settings);
    void set_reals(const FieldSettings& settings);
    void set_values(const FieldSettings& settings);

    std::string name_;
    SchemaType type_;
    bool is_timestamp_;
    SchemaPtr schema_;
    std::int64_t seed_;
    std::uint64_t stream_;
    std::uint64_t null_percent_;
    std::string before_number_;  ///< The two halves of a text's format.
    std::string after_number_;
    bool has_number_ = true;

    std::vector<std::string> texts_;
    std::vector<Value> values_;
    bool is_counting_ = false;
    std::uint64_t count_ = 0;  ///< How many places there are; 0: 2^64.
    std::int64_t first_ = 0;
    std::int64_t step_ = 1;
    double first_real_ = 0;
    double last_real_ = 0;
    double step_real_ = 0;
};

}  // namespace kconnect::datagen
