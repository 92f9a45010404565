#include "builtin_transformations.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <kconnect/plugin.hpp>

#include "cast.hpp"
#include "drop_headers.hpp"
#include "extract_field.hpp"
#include "extract_new_record_state.hpp"
#include "filter.hpp"
#include "flatten.hpp"
#include "header_from.hpp"
#include "hoist_field.hpp"
#include "insert_field.hpp"
#include "insert_header.hpp"
#include "mask_field.hpp"
#include "predicates.hpp"
#include "record_part.hpp"
#include "regex_router.hpp"
#include "replace_field.hpp"
#include "set_schema_metadata.hpp"
#include "timestamp_router.hpp"
#include "value_to_key.hpp"

#define KCONNECT_TRANSFORMS "org.apache.kafka.connect.transforms."
/// The two entries of a class that works on the key or on the value.
#define KCONNECT_ON_BOTH(Type)                                            \
    plugin_entry<On<Type, Side::kKey>>(KCONNECT_TRANSFORMS #Type "$Key"), \
        plugin_entry<On<Type, Side::kValue>>(KCONNECT_TRANSFORMS #Type "$Value")

namespace kconnect::transform {

std::span<const kconnect_plugin_entry> builtin_transformations() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        KCONNECT_ON_BOTH(Cast),
        plugin_entry<DropHeaders>(KCONNECT_TRANSFORMS "DropHeaders"),
        KCONNECT_ON_BOTH(ExtractField),
        plugin_entry<Filter>(KCONNECT_TRANSFORMS "Filter"),
        KCONNECT_ON_BOTH(Flatten),
        KCONNECT_ON_BOTH(HeaderFrom),
        KCONNECT_ON_BOTH(HoistField),
        KCONNECT_ON_BOTH(InsertField),
        plugin_entry<InsertHeader>(KCONNECT_TRANSFORMS "InsertHeader"),
        KCONNECT_ON_BOTH(MaskField),
        plugin_entry<RegexRouter>(KCONNECT_TRANSFORMS "RegexRouter"),
        KCONNECT_ON_BOTH(ReplaceField),
        KCONNECT_ON_BOTH(SetSchemaMetadata),
        plugin_entry<TimestampRouter>(KCONNECT_TRANSFORMS "TimestampRouter"),
        plugin_entry<ValueToKey>(KCONNECT_TRANSFORMS "ValueToKey"),
        plugin_entry<ExtractNewRecordState>("io.debezium.transforms.ExtractNewRecordState"),
        plugin_entry<HasHeaderKey>(KCONNECT_TRANSFORMS "predicates.HasHeaderKey"),
        plugin_entry<RecordIsTombstone>(KCONNECT_TRANSFORMS "predicates.RecordIsTombstone"),
        plugin_entry<TopicNameMatches>(KCONNECT_TRANSFORMS "predicates.TopicNameMatches"),
    };
    return kEntries;
}

std::string_view summary_of(std::string_view class_name) {
    constexpr std::pair<std::string_view, std::string_view> kSummaries[] = {
        {"Cast",
         "Turns fields, or the whole key or value, into another primitive type, by Java's rules: "
         "integers wrap, floating point saturates, bytes become text only. Null stays null."},
        {"DropHeaders", "Removes all headers of these names."},
        {"ExtractField",
         "Puts one field of the key or value in its place. Null stays null; an entry that a map "
         "does not have gives null."},
        {"Filter", "Drops the record; with a predicate, those that it is for."},
        {"Flatten",
         "Puts the fields of nested structs or maps into the outermost one, under names "
         "joined by a delimiter. Lists stay as they are, and so does a null key or "
         "value."},
        {"HeaderFrom", "Moves or copies fields into headers. A null key or value fails."},
        {"HoistField",
         "Wraps the key or value into a struct (with a schema) or map with one field. Also null: a "
         "tombstone is none afterwards."},
        {"InsertField",
         "Adds fields with what is known of the record (topic, partition, offset, timestamp), or "
         "with a fixed text. A null key or value stays null."},
        {"InsertHeader",
         "Adds a header of a fixed value, behind those that are there; `12` is a number, "
         "`null` null, as in headers of Kafka."},
        {"MaskField",
         "Puts 0, false, the empty text, list or map, 1970, or `replacement` in the "
         "place of what fields have; null stays null. A null key or value fails."},
        {"RegexRouter",
         "Gives a record another topic when the expression matches the whole of its topic."},
        {"ReplaceField",
         "Leaves out fields of the key or value, or gives them other names. Null stays null."},
        {"SetSchemaMetadata",
         "Gives the schema of the key or value another name, version or both."},
        {"TimestampRouter", "Gives a record a topic made of its topic and its timestamp."},
        {"ValueToKey",
         "Makes a new key of fields of the value. Refuses tombstones: let a predicate pass them "
         "by."},
        {"predicates.HasHeaderKey", "True for records with a header of this name."},
        {"predicates.RecordIsTombstone", "True for records whose value is null."},
        {"predicates.TopicNameMatches",
         "True for records whose whole topic matches, as the transformations before left it."},
        {"io.debezium.transforms.ExtractNewRecordState",
         "Puts the row into the place of Debezium's change event. Other records pass unchanged; "
         "truncates are dropped."},
    };
    constexpr std::string_view kPackage = KCONNECT_TRANSFORMS;
    if (class_name.starts_with(kPackage)) {
        class_name.remove_prefix(kPackage.size());
    }
    const auto* const found = std::ranges::find(kSummaries,
                                                class_name.substr(0, class_name.find('$')),
                                                [](const auto& pair) { return pair.first; });
    return found == std::end(kSummaries) ? std::string_view() : found->second;
}

bool is_missing_transformation(std::string_view class_name) {
    constexpr std::string_view kPackage = KCONNECT_TRANSFORMS;
    if (class_name.starts_with(kPackage)) {
        class_name.remove_prefix(kPackage.size());
    }
    return class_name.substr(0, class_name.find('$')) == "TimestampConverter";
}

}  // namespace kconnect::transform
