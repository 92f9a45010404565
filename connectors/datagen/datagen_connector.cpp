#include "datagen_connector.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/source_task.hpp>

#include "datagen_config.hpp"
#include "datagen_task.hpp"
#include "field_generator.hpp"
#include "flight_generator.hpp"

namespace kconnect::datagen {
namespace {

void check_offset(const Value& partition, const Value& offset) {
    if (offset.is_null()) {
        return;  // Garbage may always be cleaned up.
    }
    const bool is_aircraft = !value_at(partition, kAircraftField).is_null();
    const bool is_task =
        !value_at(partition, kTaskField).is_null() && !value_at(partition, kTasksField).is_null();
    if (!is_aircraft && !is_task) {
        throw ConnectException(
            "Partition objects should contain the key 'aircraft', or the keys 'task' and 'tasks'");
    }
    for (const MapEntry& entry : offset.as_map()) {
        const bool is_known = entry.key.kind() == ValueKind::kString &&
                              (entry.key.as_string() == kRecordsField ||
                               (is_aircraft && entry.key.as_string() == kFlownField));
        if (!is_known) {
            throw ConnectException(
                "Offset objects should only contain the keys " +
                std::string(is_aircraft ? "'records' and 'flown.ms'" : "'records'") +
                ", but there is " + to_string(entry.key));
        }
        stored_number(offset, entry.key.as_string());
    }
}

}  // namespace

const ConfigDef& DatagenConnector::config_def() {
    return datagen_config_def();
}

std::vector<ConfigKeyResult> DatagenConnector::validate(const ConfigMap& config) const {
    auto results = config_def().validate(config);
    if (std::ranges::any_of(results, [](const auto& result) { return !result.errors.empty(); })) {
        return results;  // What is between keys is looked at when each is right.
    }
    for (auto& [key, text] : problems_of(config)) {
        const auto found = std::ranges::find_if(
            results, [&key = key](const auto& result) { return result.key.name == key; });
        if (found != results.end()) {
            found->errors.push_back(std::move(text));
        } else {
            results.push_back({.key = {.name = key},
                               .value = {},
                               .errors = {std::move(text)},
                               .is_defined = false});
        }
    }
    return results;
}

void DatagenConnector::start(ConnectorContext& /*context*/, const ConfigMap& config) {
    DatagenConfig::parse(config);
    config_ = config;
}

std::vector<ConfigMap> DatagenConnector::task_configs(int max_tasks) {
    const int tasks = useful_tasks(config_, max_tasks);
    std::vector<ConfigMap> configs;
    for (int task = 0; task < tasks; ++task) {
        auto& config = configs.emplace_back(config_);
        config.insert_or_assign(std::string(kTaskKey), std::to_string(task));
        config.insert_or_assign(std::string(kTasksKey), std::to_string(tasks));
    }
    return configs;
}

std::unique_ptr<SourceTask> DatagenConnector::create_task() const {
    return std::make_unique<DatagenTask>(system_clock());
}

std::string_view DatagenConnector::task_class() const {
    return "kconnect.datagen.DatagenTask";
}

bool DatagenConnector::alter_offsets(const ConfigMap& /*config*/,
                                     std::span<const SourceOffset> offsets) {
    for (const auto& [partition, offset] : offsets) {
        check_offset(partition, offset);
    }
    return true;
}

}  // namespace kconnect::datagen
