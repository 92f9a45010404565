#include "support/connect_json.hpp"

#include <fmt/format.h>

namespace kconnect::test {
namespace connect_json {

std::string envelope(std::string_view schema, std::string_view payload) {
    return fmt::format(R"({{"schema":{},"payload":{}}})", schema, payload);
}

std::string field(std::string_view name,
                  std::string_view type,
                  bool optional,
                  std::string_view extra) {
    return fmt::format(R"({{"type":"{}","optional":{}{}{},"field":"{}"}})",
                       type,
                       optional,
                       extra.empty() ? "" : ",",
                       extra,
                       name);
}

std::string struct_schema(std::string_view fields) {
    return fmt::format(R"({{"type":"struct","fields":[{}],"optional":false}})", fields);
}

std::string integer(std::int64_t value) {
    return envelope(R"({"type":"int64","optional":false})", std::to_string(value));
}

std::string text(std::string_view plain_text) {
    return envelope(R"({"type":"string","optional":false})", fmt::format(R"("{}")", plain_text));
}

std::string id_struct(std::int64_t id) {
    return envelope(struct_schema(field("id", "int64")), fmt::format(R"({{"id":{}}})", id));
}

}  // namespace connect_json

std::string flight_json(const FlightRecord& flight, bool with_id) {
    using connect_json::field;
    const std::string id_field = with_id ? field("id", "int64") + "," : "";
    const std::string fields =
        id_field + field("aircraft_id", "string") + "," + field("timestamp", "int64") + "," +
        field("altitude", "int32", true) + "," + field("speed", "int32", true) + "," +
        field("heading", "int32", true, R"("default":0)") + "," + field("lat", "double") + "," +
        field("lon", "double");
    const std::string id_value = with_id ? fmt::format(R"("id":{},)", flight.id) : "";
    return connect_json::envelope(
        connect_json::struct_schema(fields),
        fmt::format(R"({{{}"aircraft_id":"{}","timestamp":{},"altitude":{},"speed":{},)"
                    R"("heading":{},"lat":{},"lon":{}}})",
                    id_value,
                    flight.aircraft_id,
                    flight.timestamp,
                    flight.altitude,
                    flight.speed,
                    flight.heading,
                    flight.lat,
                    flight.lon));
}

}  // namespace kconnect::test
