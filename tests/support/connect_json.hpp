#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kconnect::test {

/// JSON as Kafka Connect's JsonConverter writes it with schemas.enable=true.
namespace connect_json {

/// {"schema":...,"payload":...} from two JSON texts.
std::string envelope(std::string_view schema, std::string_view payload);

/// A struct field: {"type":"int32","optional":true,"field":"altitude"}; `extra` is further JSON
/// such as `"default":0`.
std::string field(std::string_view name,
                  std::string_view type,
                  bool optional = false,
                  std::string_view extra = {});

/// A struct schema of fields that are joined by commas.
std::string struct_schema(std::string_view fields);

std::string integer(std::int64_t value);        ///< An int64 that is not part of a struct.
std::string text(std::string_view plain_text);  ///< A string; must need no escaping.
std::string id_struct(std::int64_t id);         ///< The struct {"id": id}.

}  // namespace connect_json

/// One flight of the story.
struct FlightRecord {
    std::int64_t id = 1;
    std::string aircraft_id = "KC1";
    std::int64_t timestamp = 1700000000000;
    std::int32_t altitude = 30000;
    std::int32_t speed = 450;
    std::int32_t heading = 90;
    double lat = 52.5;
    double lon = 13.25;
};

/// The record's value with all eight fields, some optional, some with defaults. `with_id` false
/// leaves out `id`, for keys that are not part of the value.
std::string flight_json(const FlightRecord& flight, bool with_id = true);

}  // namespace kconnect::test
