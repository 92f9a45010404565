#include "offsets/connector_offsets.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "convert/json_converter.hpp"

namespace kconnect::offsets {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.offsets.ConnectorOffsets");
    return instance;
}

/// The converter that Connect uses for offsets, whatever the worker's converters are.
std::unique_ptr<Converter> plain_json() {
    auto converter = std::make_unique<convert::JsonConverter>();
    converter->configure({{"schemas.enable", "false"}}, ConverterRole::kKey);
    return converter;
}

bool is_simple(ValueKind kind) {
    switch (kind) {
        case ValueKind::kArray:
        case ValueKind::kMap:
        case ValueKind::kStruct:
        case ValueKind::kDecimal:
            return false;
        default:
            return true;
    }
}

}  // namespace

void validate_offset_format(const Value& map) {
    if (map.is_null()) {
        return;
    }
    if (map.kind() != ValueKind::kMap) {
        throw DataException("Offsets must be specified as a Map");
    }
    for (const auto& [key, value] : map.as_map()) {
        if (key.kind() != ValueKind::kString) {
            throw DataException("Offsets may only use String keys");
        }
        if (!is_simple(value.kind())) {
            throw DataException(fmt::format(
                "Offsets may only contain primitive types as values, but field {} contains {}",
                key.as_string(),
                name_of(value.kind())));
        }
    }
}

ConnectorOffsets::ConnectorOffsets(std::shared_ptr<OffsetStore> store, std::string connector)
    : store_(std::move(store)), connector_(std::move(connector)), json_(plain_json()) {
}

ConnectorOffsets::~ConnectorOffsets() = default;

Bytes ConnectorOffsets::key_of(const Value& partition) {
    validate_offset_format(partition);
    const Value parts[] = {Value::of_string(connector_), partition};
    const auto text =
        json_->from_connect_data(connector_, {nullptr, Value::of_array(parts)}, memory_);
    return text ? Bytes(*text) : std::nullopt;
}

Value ConnectorOffsets::offset(const Value& source_partition, Arena& into) {
    if (closed_) {
        throw ConnectException(
            "Offset reader is closed. This is likely because the task has already been scheduled "
            "to "
            "stop but has taken longer than the graceful shutdown period to do so.");
    }
    const std::lock_guard lock(mutex_);
    memory_.clear();
    Bytes key;
    try {
        key = key_of(source_partition);
    } catch (const std::exception& error) {
        logger().error(fmt::format(
            "CRITICAL: Failed to serialize partition key when getting offsets for task with "
            "namespace {}. No value for this data will be returned, which may break the task or "
            "cause it to skip some data.: {}",
            connector_,
            error.what()));
        return {};
    }
    try {
        const auto stored = store_->find(key);
        const auto data = json_->to_connect_data(connector_, stored, memory_);
        validate_offset_format(data.value);
        return copy_value(data.value, into);
    } catch (const std::exception& error) {
        logger().error(fmt::format(
            "CRITICAL: Failed to deserialize offset data when getting offsets for task with "
            "namespace {}. No value for this data will be returned, which may break the task or "
            "cause it to skip some data. This could either be due to an error in the connector "
            "implementation or incompatible schema.: {}",
            connector_,
            error.what()));
        return {};
    }
}

void ConnectorOffsets::store(std::span<const SourceOffset> offsets) {
    const std::lock_guard lock(mutex_);
    memory_.clear();
    ByteMap entries;
    try {
        for (const auto& [partition, offset] : offsets) {
            auto key = key_of(partition);
            validate_offset_format(offset);
            const auto text = json_->from_connect_data(connector_, {nullptr, offset}, memory_);
            entries.insert_or_assign(std::move(key), text ? Bytes(*text) : std::nullopt);
        }
    } catch (const std::exception&) {
        logger().error(fmt::format(
            "CRITICAL: Failed to serialize offset data, making it impossible to commit offsets "
            "under namespace {}. This likely won't recover unless the unserializable partition or "
            "offset information is overwritten.",
            connector_));
        throw;
    }
    store_->put(entries);
}

}  // namespace kconnect::offsets
