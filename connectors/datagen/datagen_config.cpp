#include "datagen_config.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <kconnect/errors.hpp>

#include "field_generator.hpp"
#include "flight_generator.hpp"

namespace kconnect::datagen {
namespace {

constexpr auto kFlightFields = std::to_array<std::string_view>(
    {"id", "aircraft_id", "timestamp", "altitude", "speed", "heading", "lat", "lon"});

bool is_flights(const ParsedConfig& parsed) {
    return parsed.optional_string(kQuickstartKey).has_value();
}

std::vector<std::string> field_names(const ParsedConfig& parsed) {
    return is_flights(parsed) ? std::vector<std::string>(kFlightFields.begin(), kFlightFields.end())
                              : parsed.list(kFieldsKey);
}

void check_source(const ParsedConfig& parsed, std::vector<ConfigProblem>& problems) {
    for (const auto key : {kSchemaStringKey, kSchemaFileKey}) {
        if (!parsed.string(key).empty()) {
            problems.push_back(problem_with(
                key,
                parsed.string(key),
                "Avro schemas are not supported; declare the fields in fields and fields.*"));
        }
    }
    const bool has_fields = !parsed.list(kFieldsKey).empty();
    if (is_flights(parsed) && has_fields) {
        problems.push_back(problem_with(kFieldsKey,
                                        display(parsed.value(kFieldsKey), ConfigType::kList),
                                        "It has no effect beside quickstart; remove one"));
    }
    if (!is_flights(parsed) && !has_fields && problems.empty()) {
        problems.push_back(problem_with(
            kQuickstartKey,
            "null",
            "There is nothing to make; set quickstart=flights or declare fields in fields"));
    }
}

void check_key(const ParsedConfig& parsed, std::vector<ConfigProblem>& problems) {
    const auto names = field_names(parsed);
    const auto check = [&](std::string_view key, const std::string& name) {
        if (std::ranges::find(names, name) == names.end()) {
            problems.push_back(problem_with(key,
                                            name,
                                            "There is no such field; there are " +
                                                display(ConfigValue(names), ConfigType::kList)));
        }
    };
    const auto& field = parsed.string(kKeyFieldKey);
    const auto& fields = parsed.list(kKeyFieldsKey);
    if (!field.empty()) {
        check(kKeyFieldKey, field);
    }
    for (const auto& name : fields) {
        check(kKeyFieldsKey, name);
    }
    if (!field.empty() && !fields.empty()) {
        problems.push_back(
            problem_with(kKeyFieldKey, field, "It has no effect beside key.fields; remove one"));
    }
}

void check_names(const ParsedConfig& parsed, std::vector<ConfigProblem>& problems) {
    const auto& names = parsed.list(kFieldsKey);
    if (std::ranges::find(names, "") != names.end()) {
        problems.push_back(problem_with(
            kFieldsKey, display(ConfigValue(names), ConfigType::kList), "A name is empty"));
    }
}

/// A key of flights that is misspelt would have no effect.
void check_flight_keys(const ConfigMap& config, std::vector<ConfigProblem>& problems) {
    constexpr std::string_view kPrefix = "flights.";
    for (auto entry = config.lower_bound(kPrefix);
         entry != config.end() && entry->first.starts_with(kPrefix);
         ++entry) {
        if (datagen_config_def().find(entry->first) == nullptr) {
            problems.push_back(problem_with(
                entry->first,
                entry->second,
                "There is no such key; there are flights.aircraft and flights.time.factor"));
        }
    }
}

KeySettings key_settings(const ParsedConfig& parsed) {
    const auto& field = parsed.string(kKeyFieldKey);
    if (!field.empty()) {
        return {.fields = {field}, .is_struct = false};
    }
    const auto& fields = parsed.list(kKeyFieldsKey);
    if (fields.empty() && is_flights(parsed)) {
        return {.fields = {"id"}};
    }
    return {.fields = fields};
}

/// How many aircraft the task has.
std::int64_t share_of_aircraft(const DatagenConfig& config) {
    return (config.aircraft - config.task + config.tasks - 1) / config.tasks;
}

Rate rate_of(const ParsedConfig& parsed, const DatagenConfig& config) {
    const auto& rate = parsed.value(kRateKey);
    if (const auto* all = std::get_if<double>(&rate)) {
        const double share = config.is_flights
                                 ? static_cast<double>(share_of_aircraft(config)) / config.aircraft
                                 : 1.0 / config.tasks;
        if (*all == 0) {
            return {};
        }
        return {Rate::Kind::kSteady, std::chrono::nanoseconds(std::llround(1e9 / (*all * share)))};
    }
    const auto longest = parsed.integer(kMaxIntervalKey);
    if (longest <= 0) {
        return {};
    }
    return {Rate::Kind::kRandom, std::chrono::milliseconds(longest)};
}

/// The time between two reports of an aircraft, as long for it as for us unless a factor says
/// otherwise.
std::chrono::milliseconds step_of(const DatagenConfig& config) {
    const auto seconds = config.rate.kind == Rate::Kind::kUnlimited
                             ? 1.0
                             : static_cast<double>(config.rate.mean_interval().count()) / 1e9 *
                                   static_cast<double>(share_of_aircraft(config));
    constexpr double kYear = 365.0 * 86400;
    const double step = std::min(seconds * config.time_factor, kYear);
    return std::max(std::chrono::milliseconds(std::llround(step * 1000)),
                    std::chrono::milliseconds(1));
}

}  // namespace

std::vector<ConfigProblem> problems_of(const ConfigMap& config) {
    const auto parsed = datagen_config_def().parse(config);
    std::vector<ConfigProblem> problems;
    check_names(parsed, problems);
    if (!problems.empty()) {
        return problems;
    }
    check_source(parsed, problems);
    check_flight_keys(config, problems);
    const auto of_fields = problems_of_fields(config, parsed);
    problems.insert(problems.end(), of_fields.begin(), of_fields.end());
    check_key(parsed, problems);
    return problems;
}

DatagenConfig DatagenConfig::parse(const ConfigMap& map) {
    const auto parsed = datagen_config_def().parse(map);
    const auto problems = problems_of(map);
    if (!problems.empty()) {
        throw ConfigException(problems.front().text);
    }
    DatagenConfig config{.topic = parsed.string(kTopicKey),
                         .is_flights = datagen::is_flights(parsed),
                         .aircraft = static_cast<std::int32_t>(parsed.integer(kAircraftKey)),
                         .time_factor = parsed.real(kTimeFactorKey),
                         .fields = parse_fields(map, parsed),
                         .key = key_settings(parsed),
                         .seed = parsed.integer(kSeedKey),
                         .task = static_cast<int>(parsed.integer(kTaskKey)),
                         .tasks = static_cast<int>(parsed.integer(kTasksKey))};
    config.schema_name =
        parsed.optional_string(kSchemaNameKey).value_or(config.is_flights ? "flight" : "datagen");
    if (const auto iterations = parsed.integer(kIterationsKey); iterations >= 1) {
        config.iterations = iterations;
    }
    config.rate = rate_of(parsed, config);
    return config;
}

std::unique_ptr<Generator> DatagenConfig::make_generator() const {
    if (is_flights) {
        return std::make_unique<FlightGenerator>(
            FlightGenerator::Settings{.schema_name = schema_name,
                                      .seed = seed,
                                      .aircraft = aircraft,
                                      .step = step_of(*this),
                                      .task = task,
                                      .tasks = tasks});
    }
    return std::make_unique<FieldGenerator>(fields, schema_name, seed, task, tasks);
}

int useful_tasks(const ConfigMap& config, int max_tasks) {
    const auto parsed = DatagenConfig::parse(config);
    if (parsed.is_flights) {
        return std::min(max_tasks, static_cast<int>(parsed.aircraft));
    }
    if (max_tasks > kMostTasks) {
        throw ConfigException(
            "Invalid value " + std::to_string(max_tasks) +
            " for configuration tasks.max: Declared fields have at most " +
            std::to_string(kMostTasks) +
            " tasks, or their sequence could not go on with another number of tasks; lower it");
    }
    return max_tasks;
}

}  // namespace kconnect::datagen
