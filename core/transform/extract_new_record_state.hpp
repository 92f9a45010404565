#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <kconnect/transformation.hpp>

#include "event_field.hpp"
#include "header_dropped_fields.hpp"
#include "schema_cache.hpp"

namespace kconnect::transform {

/// Puts the row into the place of Debezium's change event (before, after, source, op, ...).
/// Mirrors io.debezium.transforms.ExtractNewRecordState of Debezium 3.3.1; knows the keys that 2.7
/// had for deletes, too.
class ExtractNewRecordState : public Transformation {
public:
    static const ConfigDef& config_def();

    const ConfigDef& config() const override { return config_def(); }
    void configure(const ConfigMap& config) override;
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override;

private:
    /// What becomes of the event of a deleted row.
    enum class Deletes : std::uint8_t {
        kDrop,
        kNullRow,    ///< A null with the row's schema: what sinks take for a delete.
        kTombstone,  ///< Null without a schema.
        kRewrite,    ///< The row as it was, with the field __deleted.
    };
    /// What is known of the envelopes of one schema; null where they do not have the field.
    struct Envelope {
        const Field* before;
        const Field* after;
    };
    /// How rows of one envelope's schema leave.
    struct NewRow {
        SchemaPtr schema;
        std::vector<EventFieldPlace> added;
    };
    using NewRows = SchemaCache<NewRow>;

    void configure_deletes(const ConfigMap& config, const ParsedConfig& parsed);
    void add_headers(ConnectRecord& record, BatchMemory& memory);
    bool apply_to_delete(ConnectRecord& record,
                         const Field& before,
                         const Schema& row,
                         BatchMemory& memory);
    void apply_to_change(ConnectRecord& record, const Field& after, BatchMemory& memory);
    void route(ConnectRecord& record, const Field& side, const Value& row) const;
    NewRow make_new_row(const Schema& envelope, const Schema& row) const;
    void put_row(ConnectRecord& record,
                 const Field& side,
                 const Value& row,
                 NewRows& cache,
                 BatchMemory& memory);

    Deletes deletes_ = Deletes::kNullRow;
    bool keeps_tombstones_ = false;
    std::string route_by_field_;
    std::vector<EventField> fields_;
    std::vector<EventField> headers_;
    bool with_default_ = true;
    std::unique_ptr<HeaderDroppedFields> dropped_fields_;
    SchemaCache<Envelope> envelopes_;
    SchemaCache<std::vector<EventFieldPlace>> header_places_;
    NewRows after_;
    NewRows before_;
};

}  // namespace kconnect::transform
