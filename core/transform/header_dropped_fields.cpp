#include "header_dropped_fields.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "replace_field.hpp"

namespace kconnect::transform {
namespace {

std::span<const Value> names_in(const Header& header) {
    const bool is_list = header.value.kind() == ValueKind::kArray &&
                         std::ranges::all_of(header.value.as_array(), [](const Value& name) {
                             return name.kind() == ValueKind::kString;
                         });
    if (!is_list) {
        throw DataException(fmt::format(
            "The header {} of drop.fields.header.name is no list of field names, but {}",
            header.key,
            java_class_name(header.schema, header.value)));
    }
    return header.value.as_array();
}

}  // namespace

HeaderDroppedFields::HeaderDroppedFields(Settings settings) : settings_(std::move(settings)) {
}

HeaderDroppedFields::~HeaderDroppedFields() = default;

void HeaderDroppedFields::apply(ConnectRecord& record, BatchMemory& memory) {
    if (settings_.header.empty()) {
        return;
    }
    const auto header = std::ranges::find(record.headers, settings_.header, &Header::key);
    if (header == record.headers.end() || header->value.is_null()) {
        return;
    }
    const auto names = names_in(*header);
    if (settings_.from_key && !record.key.is_null()) {
        drop(record, Side::kKey, names, memory);
    }
    drop(record, Side::kValue, names, memory);
}

void HeaderDroppedFields::drop(ConnectRecord& record,
                               Side side,
                               std::span<const Value> names,
                               BatchMemory& memory) {
    const RecordPart part(record, side);
    if (part.value().is_null()) {
        return;
    }
    excluded_.clear();
    for (const Value& name : names) {
        const Field* field =
            part.schema() == nullptr ? nullptr : part.schema()->field(name.as_string());
        if (!settings_.only_optional || (field != nullptr && field->schema->is_optional())) {
            excluded_ += excluded_.empty() ? "" : ",";
            excluded_ += name.as_string();
        }
    }
    if (!excluded_.empty()) {
        dropper_of(side).apply(record, nullptr, memory);
    }
}

ReplaceField& HeaderDroppedFields::dropper_of(Side side) {
    constexpr std::size_t kMost = 64;
    Droppers& droppers = side == Side::kKey ? key_droppers_ : value_droppers_;
    const auto found = droppers.find(excluded_);
    if (found != droppers.end()) {
        return *found->second;
    }
    if (droppers.size() >= kMost) {
        droppers.clear();
    }
    auto dropper = std::make_unique<ReplaceField>(side);
    dropper->configure({{"exclude", excluded_}});
    return *droppers.emplace(excluded_, std::move(dropper)).first->second;
}

}  // namespace kconnect::transform
