#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>

#include "field_keys.hpp"
#include "generator.hpp"
#include "pace.hpp"
#include "record_shape.hpp"

namespace kconnect::datagen {

inline constexpr std::string_view kTopicKey = "kafka.topic";
inline constexpr std::string_view kQuickstartKey = "quickstart";
inline constexpr std::string_view kAircraftKey = "flights.aircraft";
inline constexpr std::string_view kTimeFactorKey = "flights.time.factor";
inline constexpr std::string_view kRateKey = "records.per.second";
inline constexpr std::string_view kMaxIntervalKey = "max.interval";
inline constexpr std::string_view kIterationsKey = "iterations";
inline constexpr std::string_view kSeedKey = "random.seed";
inline constexpr std::string_view kKeyFieldKey = "schema.keyfield";
inline constexpr std::string_view kKeyFieldsKey = "key.fields";
inline constexpr std::string_view kSchemaNameKey = "schema.name";
inline constexpr std::string_view kSchemaStringKey = "schema.string";
inline constexpr std::string_view kSchemaFileKey = "schema.filename";

/// Given by the connector to its tasks.
inline constexpr std::string_view kTaskKey = "datagen.task";
inline constexpr std::string_view kTasksKey = "datagen.tasks";

/// The keys of the connector.
const ConfigDef& datagen_config_def();

/// What is wrong between keys that are right one by one.
std::vector<ConfigProblem> problems_of(const ConfigMap& config);

/// The configuration of one task.
struct DatagenConfig {
    std::string topic{};
    bool is_flights = false;
    std::int32_t aircraft = 0;
    double time_factor = 1;
    std::vector<FieldSettings> fields{};
    std::string schema_name{};
    KeySettings key{};
    std::int64_t seed = 0;
    std::optional<std::int64_t> iterations{};  ///< Records of this task, ever.
    Rate rate{};                               ///< Of this task.
    int task = 0;
    int tasks = 1;

    /// Throws ConfigException for the first thing that is wrong.
    static DatagenConfig parse(const ConfigMap& config);

    std::unique_ptr<Generator> make_generator() const;
};

/// How many tasks there is work for.
int useful_tasks(const ConfigMap& config, int max_tasks);

}  // namespace kconnect::datagen
