#include "extract_new_record_state.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/schemas.hpp>

#include "java_exception.hpp"
#include "record_part.hpp"

namespace kconnect::transform {
namespace {

constexpr std::string_view kDeletedField = "__deleted";

ConfigKey text_key(const char* name,
                   ConfigDefault default_value,
                   Importance importance,
                   std::string doc) {
    return {.name = name,
            .type = ConfigType::kString,
            .default_value = std::move(default_value),
            .importance = importance,
            .doc = std::move(doc)};
}

ConfigKey flag_key(const char* name, const char* default_value, std::string doc) {
    return {.name = name,
            .type = ConfigType::kBoolean,
            .default_value = default_value,
            .importance = Importance::kLow,
            .doc = std::move(doc)};
}

ConfigKey list_key(const char* name, std::string doc) {
    return {.name = name,
            .type = ConfigType::kList,
            .default_value = "",
            .importance = Importance::kLow,
            .doc = std::move(doc)};
}

ConfigKey choice_key(const char* name,
                     const char* default_value,
                     std::vector<std::string> choices,
                     std::string doc) {
    ConfigKey key = text_key(name, default_value, Importance::kMedium, std::move(doc));
    key.validator = one_of_ignoring_case(std::move(choices));
    return key;
}

bool is_envelope(const Schema* schema) {
    return schema != nullptr && schema->name() && schema->name()->ends_with(".Envelope");
}

const Field& require_field(const Field* field, std::string_view name) {
    if (field == nullptr) {
        throw JavaException("java.lang.IllegalArgumentException",
                            fmt::format("Unknown field: {}", name));
    }
    return *field;
}

/// Java: Struct.get.
const Value& get(const Field& field, std::span<const Value> event) {
    const Value& value = event[field.index];
    return value.is_null() ? field.schema->default_value() : value;
}

std::vector<EventField> event_fields(const ParsedConfig& config,
                                     const char* key,
                                     const char* prefix) {
    std::vector<EventField> fields;
    for (const std::string& text : config.list(key)) {
        fields.push_back(parse_event_field(text, config.string(prefix)));
    }
    return fields;
}

bool is_same(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    });
}

}  // namespace

const ConfigDef& ExtractNewRecordState::config_def() {
    static const ConfigDef def{
        choice_key(
            "delete.tombstone.handling.mode",
            "tombstone",
            {"drop", "tombstone", "rewrite", "rewrite-with-tombstone", "delete-to-tombstone"},
            "What becomes of deletes: drop leaves none; tombstone gives a record whose value is "
            "null and drops the event's own tombstone; delete-to-tombstone does so without a "
            "schema; rewrite gives the row as it was with the field __deleted, "
            "rewrite-with-tombstone the tombstone, too."),
        text_key("route.by.field",
                 "",
                 Importance::kLow,
                 "The field of the row whose text becomes the record's topic."),
        text_key("add.fields.prefix",
                 "__",
                 Importance::kLow,
                 "What stands before the names of add.fields."),
        list_key(
            "add.fields",
            "Fields of the event that the row gets: op, table, source.ts_ms; with a new name as "
            "source.lsn:position."),
        text_key("add.headers.prefix",
                 "__",
                 Importance::kLow,
                 "What stands before the names of add.headers."),
        list_key("add.headers", "As add.fields, for headers of the record."),
        text_key("drop.fields.header.name",
                 nullptr,
                 Importance::kLow,
                 "The header with a list of fields to leave out."),
        flag_key("drop.fields.from.key", "false", "Whether the key loses those fields, too."),
        flag_key("drop.fields.keep.schema.compatible",
                 "true",
                 "Whether only optional fields are left out."),
        flag_key(kReplaceNullWithDefault,
                 "true",
                 "Whether rewrite puts a field's default in the place of its null."),
        flag_key("drop.tombstones",
                 "true",
                 "Debezium 2: whether tombstones are dropped. Only without "
                 "delete.tombstone.handling.mode."),
        choice_key(
            "delete.handling.mode",
            "drop",
            {"drop", "none", "rewrite"},
            "Debezium 2: what becomes of deletes; none gives a record whose value is null. Only "
            "without delete.tombstone.handling.mode."),
    };
    return def;
}

void ExtractNewRecordState::configure(const ConfigMap& config) {
    const auto parsed = config_def().parse(config);
    configure_deletes(config, parsed);
    route_by_field_ = parsed.string("route.by.field");
    fields_ = event_fields(parsed, "add.fields", "add.fields.prefix");
    headers_ = event_fields(parsed, "add.headers", "add.headers.prefix");
    with_default_ = parsed.boolean(kReplaceNullWithDefault);
    dropped_fields_ = std::make_unique<HeaderDroppedFields>(HeaderDroppedFields::Settings{
        .header = parsed.optional_string("drop.fields.header.name").value_or(""),
        .from_key = parsed.boolean("drop.fields.from.key"),
        .only_optional = parsed.boolean("drop.fields.keep.schema.compatible"),
    });
}

/// The keys of Debezium 2 count when only they are there.
void ExtractNewRecordState::configure_deletes(const ConfigMap& config, const ParsedConfig& parsed) {
    constexpr const char* kMode = "delete.tombstone.handling.mode";
    const bool is_older = !config.contains(kMode) && (config.contains("drop.tombstones") ||
                                                      config.contains("delete.handling.mode"));
    const std::string mode = parsed.string(is_older ? "delete.handling.mode" : kMode);
    if (is_same(mode, "drop")) {
        deletes_ = Deletes::kDrop;
    } else if (is_same(mode, "delete-to-tombstone")) {
        deletes_ = Deletes::kTombstone;
    } else if (is_same(mode, "tombstone") || is_same(mode, "none")) {
        deletes_ = Deletes::kNullRow;
    } else {
        deletes_ = Deletes::kRewrite;
    }
    keeps_tombstones_ =
        is_older ? !parsed.boolean("drop.tombstones") : is_same(mode, "rewrite-with-tombstone");
}

bool ExtractNewRecordState::apply(ConnectRecord& record,
                                  const SinkRecord* /*sink*/,
                                  BatchMemory& memory) {
    if (record.value.is_null()) {
        add_headers(record, memory);
        return keeps_tombstones_;
    }
    if (!is_envelope(record.value_schema)) {
        return true;
    }
    const auto event = require_struct(record.value_schema, record.value, "field extraction");
    add_headers(record, memory);
    const Envelope envelope = envelopes_.get(*record.value_schema, [](const Schema& schema) {
        return Envelope{schema.field("before"), schema.field("after")};
    });
    const Field& after = require_field(envelope.after, "after");
    if (!get(after, event).is_null()) {
        apply_to_change(record, after, memory);
        return true;
    }
    const Field& before = require_field(envelope.before, "before");
    if (get(before, event).is_null()) {
        return false;  // A truncate, or a message of PostgreSQL.
    }
    return apply_to_delete(record, before, *after.schema, memory);
}

/// Of tombstones only the operation is known.
void ExtractNewRecordState::add_headers(ConnectRecord& record, BatchMemory& memory) {
    if (headers_.empty()) {
        return;
    }
    const auto old = record.headers;
    const auto headers = memory.arena().make_array<Header>(old.size() + headers_.size());
    std::ranges::copy(old, headers.begin());
    std::size_t count = old.size();
    if (record.value.is_null()) {
        for (const EventField& field : headers_) {
            if (field.name == "op") {
                headers[count].key = memory.arena().copy(field.new_name);
                headers[count].schema = string_schema().get();
                headers[count++].value = Value::of_string("d");
            }
        }
    } else {
        const auto event = record.value.as_struct();
        const auto& places = header_places_.get(
            *record.value_schema,
            [this](const Schema& envelope) { return find_event_fields(headers_, envelope); });
        for (const EventFieldPlace& place : places) {
            headers[count].key = memory.arena().copy(place.new_name);
            headers[count].schema = memory.keep(place.schema);
            headers[count++].value = value_of(place, event);
        }
    }
    record.headers = headers.first(count);
}

/// Inserts, updates and rows of a snapshot.
void ExtractNewRecordState::apply_to_change(ConnectRecord& record,
                                            const Field& after,
                                            BatchMemory& memory) {
    const Value row = get(after, record.value.as_struct());
    route(record, after, row);
    put_row(record, after, row, after_, memory);
    dropped_fields_->apply(record, memory);
}

bool ExtractNewRecordState::apply_to_delete(ConnectRecord& record,
                                            const Field& before,
                                            const Schema& row,
                                            BatchMemory& memory) {
    if (deletes_ == Deletes::kDrop) {
        return false;
    }
    const Value old = get(before, record.value.as_struct());
    route(record, before, old);
    if (deletes_ == Deletes::kRewrite) {
        put_row(record, before, old, before_, memory);
        dropped_fields_->apply(record, memory);
        return true;
    }
    record.value_schema = deletes_ == Deletes::kTombstone ? nullptr : &row;
    record.value = Value();
    dropped_fields_->apply(record, memory);
    return true;
}

void ExtractNewRecordState::route(ConnectRecord& record,
                                  const Field& side,
                                  const Value& row) const {
    if (route_by_field_.empty()) {
        return;
    }
    const auto fields = require_struct(
        side.schema.get(), row, "Read record to set topic routing for CREATE / UPDATE");
    const Field* field = side.schema->field(route_by_field_);
    if (field == nullptr) {
        throw DataException(fmt::format("{} is not a valid field name", route_by_field_));
    }
    if (field->schema->type() != SchemaType::kString) {
        throw DataException(fmt::format("Field '{}' is not of type STRING", route_by_field_));
    }
    const Value& topic = fields[field->index];
    const auto is_visible = [](char letter) { return static_cast<unsigned char>(letter) > ' '; };
    if (!topic.is_null() && std::ranges::any_of(topic.as_string(), is_visible)) {
        record.topic = topic.as_string();
    }
}

ExtractNewRecordState::NewRow ExtractNewRecordState::make_new_row(const Schema& envelope,
                                                                  const Schema& row) const {
    NewRow made;
    SchemaBuilder builder = copy_schema_basics(row);
    for (const Field& field : row.fields()) {
        builder.field(field.name, field.schema);
    }
    if (deletes_ == Deletes::kRewrite) {
        builder.field(std::string(kDeletedField), string_schema(true));
    }
    made.added = find_event_fields(fields_, envelope);
    for (const EventFieldPlace& place : made.added) {
        builder.field(place.new_name, place.schema);
    }
    made.schema = builder.build();
    return made;
}

/// `row` is the value of `side` in the event: the rows after or before the change.
void ExtractNewRecordState::put_row(ConnectRecord& record,
                                    const Field& side,
                                    const Value& row,
                                    NewRows& cache,
                                    BatchMemory& memory) {
    const auto old = require_struct(side.schema.get(), row, "source field insertion");
    const auto event = record.value.as_struct();
    const NewRow& made = cache.get(*record.value_schema, [&](const Schema& envelope) {
        return make_new_row(envelope, *side.schema);
    });
    const bool is_rewritten = deletes_ == Deletes::kRewrite;
    const auto values = memory.arena().make_array<Value>(made.schema->fields().size());
    const auto fields = side.schema->fields();
    for (std::size_t index = 0; index < old.size(); ++index) {
        values[index] = field_value(fields[index], old[index], is_rewritten && with_default_);
    }
    std::size_t next = old.size();
    if (is_rewritten) {
        values[next++] = Value::of_string(&cache == &before_ ? "true" : "false");
    }
    for (const EventFieldPlace& place : made.added) {
        values[next++] = value_of(place, event);
    }
    record.value_schema = memory.keep(made.schema);
    record.value = Value::of_struct(values);
}

}  // namespace kconnect::transform
