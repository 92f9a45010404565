#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <kconnect/record.hpp>
#include <kconnect/sql/table.hpp>
#include <kconnect/value.hpp>

#include "column_set.hpp"
#include "jdbc_sink_config.hpp"
#include "table_target.hpp"

namespace kconnect::jdbc {

/// How records of one topic, key schema and value schema become cells of a table: the mapping that
/// Java's sink calls FieldsMetadata, computed once per pair of schemas.
/// Immutable; its target keeps it. Threads: any.
class RecordLayout {
public:
    /// Throws ConnectException with Java's text when such records cannot be written as configured:
    /// no schema where one is needed, an unknown key field, nothing to write.
    RecordLayout(const JdbcSinkConfig& config, const SinkRecord& record, TableTarget& target);

    TableTarget& target() const noexcept { return *target_; }
    /// What a record writes; of a delete the key's columns alone.
    const ColumnSet* columns() const noexcept { return columns_; }
    /// True for tombstones: their rows are deleted.
    bool is_delete() const noexcept { return is_delete_; }
    /// The columns in the order in which CREATE TABLE writes them: fields of the value first, then
    /// the remaining key fields by name.
    const std::vector<sql::ColumnDefinition>& creation_columns() const noexcept {
        return creation_columns_;
    }

    /// Reads the cells of one record; borrows from it, and some cells are its own.
    class Cells {
    public:
        Cells(const RecordLayout& layout, const SinkRecord& record);
        Cells(const Cells&) = delete;
        Cells& operator=(const Cells&) = delete;

        /// Cell of the column at `index` of columns(), the field's default where it is null.
        const Value& operator[](std::size_t index) const noexcept {
            const Source& source = layout_->sources_[index];
            const Value& value = bases_[source.base][source.index];
            return value.is_null() && source.default_value != nullptr ? *source.default_value
                                                                      : value;
        }

    private:
        const RecordLayout* layout_;
        std::array<const Value*, 5> bases_;
        std::array<Value, 3> place_;  ///< Topic, partition and offset, where they are the key.
    };

private:
    /// Where a cell comes from: the key or value as a whole, one of their fields, or the record's
    /// place in Kafka.
    enum Base : std::uint8_t { kKey, kKeyField, kValue, kValueField, kPlace };
    struct Source {
        Base base;
        std::size_t index;
        const Value* default_value;  ///< Null when the field has none or it must not be used.
    };
    struct Column {
        LayoutColumn column;
        Source source;
    };

    std::vector<Column> key_columns(const JdbcSinkConfig& config, const SinkRecord& record) const;
    std::vector<Column> place_as_key(const JdbcSinkConfig& config) const;
    std::vector<Column> fields_as_key(const JdbcSinkConfig& config,
                                      const Schema& schema,
                                      Base base,
                                      std::string_view origin) const;
    std::vector<Column> value_columns(const JdbcSinkConfig& config,
                                      const SinkRecord& record,
                                      const std::vector<Column>& keys) const;
    void set_creation_columns(const JdbcSinkConfig& config,
                              const SinkRecord& record,
                              const std::vector<Column>& keys,
                              const std::vector<Column>& values);

    TableTarget* target_;
    bool is_delete_;
    const ColumnSet* columns_ = nullptr;
    std::vector<Source> sources_;
    std::vector<sql::ColumnDefinition> creation_columns_;
};

}  // namespace kconnect::jdbc
