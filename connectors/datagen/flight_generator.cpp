#include "flight_generator.hpp"

#include <kconnect/maps.hpp>

#include "field_generator.hpp"

namespace kconnect::datagen {
namespace {

SchemaPtr flight_schema(const std::string& name) {
    return SchemaBuilder(SchemaType::kStruct)
        .name(name)
        .field("id", primitive_schema(SchemaType::kInt32))
        .field("aircraft_id", primitive_schema(SchemaType::kString))
        .field("timestamp", primitive_schema(SchemaType::kInt64))
        .field("altitude", primitive_schema(SchemaType::kInt32))
        .field("speed", primitive_schema(SchemaType::kInt32))
        .field("heading", primitive_schema(SchemaType::kInt32))
        .field("lat", primitive_schema(SchemaType::kFloat64))
        .field("lon", primitive_schema(SchemaType::kFloat64))
        .build();
}

Value source_partition(std::int32_t aircraft, Arena& arena) {
    return make_map(arena, {{kAircraftField, Value::of_int64(aircraft)}});
}

}  // namespace

FlightGenerator::FlightGenerator(const Settings& settings)
    : schema_(flight_schema(settings.schema_name)), step_(settings.step) {
    for (std::int32_t id = 1 + settings.task; id <= settings.aircraft; id += settings.tasks) {
        fleet_.push_back({id, FlightPlan(settings.seed, id)});
    }
}

void FlightGenerator::restore(OffsetStorageReader& offsets) {
    Arena arena;
    made_ = 0;
    turn_ = 0;
    for (Aircraft& aircraft : fleet_) {
        const Value offset = offsets.offset(source_partition(aircraft.id, arena), arena);
        aircraft.flown = std::chrono::milliseconds(stored_number(offset, kFlownField));
        aircraft.reports = stored_number(offset, kRecordsField);
        made_ += aircraft.reports;
    }
    // The round goes on behind the last aircraft that was in it.
    while (turn_ + 1 < fleet_.size() && fleet_[turn_].reports <= fleet_[turn_ + 1].reports) {
        ++turn_;
    }
    turn_ = fleet_.empty() ? 0 : (turn_ + 1) % fleet_.size();
}

void FlightGenerator::next(std::int64_t epoch_milliseconds,
                           Arena& arena,
                           std::span<Value> row,
                           SourceRecord& record) {
    Aircraft& aircraft = fleet_[turn_];
    turn_ = (turn_ + 1) % fleet_.size();
    const FlightState state = aircraft.plan.at(aircraft.flown);
    aircraft.flown += step_;
    ++aircraft.reports;
    ++made_;
    std::size_t field = 0;
    row[field++] = Value::of_int32(aircraft.id);
    row[field++] = Value::of_string(aircraft.plan.aircraft_id());
    row[field++] = Value::of_int64(epoch_milliseconds);
    row[field++] = Value::of_int32(state.altitude);
    row[field++] = Value::of_int32(state.speed);
    row[field++] = Value::of_int32(state.heading);
    row[field++] = Value::of_float64(state.place.lat);
    row[field] = Value::of_float64(state.place.lon);
    record.source_partition = source_partition(aircraft.id, arena);
    record.source_offset = make_map(arena,
                                    {{kFlownField, Value::of_int64(aircraft.flown.count())},
                                     {kRecordsField, Value::of_int64(aircraft.reports)}});
}

}  // namespace kconnect::datagen
