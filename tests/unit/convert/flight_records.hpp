#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace kconnect::convert {

inline constexpr std::string_view kFlightFields =
    R"({"type":"int64","optional":false,"field":"id"},)"
    R"({"type":"string","optional":false,"field":"aircraft_id"},)"
    R"({"type":"int64","optional":false,"field":"timestamp"},)"
    R"({"type":"int32","optional":true,"field":"altitude"},)"
    R"({"type":"int32","optional":true,"field":"speed"},)"
    R"({"type":"int32","optional":true,"field":"heading"},)"
    R"({"type":"double","optional":true,"field":"latitude"},)"
    R"({"type":"double","optional":true,"field":"longitude"})";

inline constexpr std::string_view kMoreFlightFields =
    R"(,{"type":"string","optional":true,"field":"origin"},)"
    R"({"type":"string","optional":true,"field":"destination"},)"
    R"({"type":"boolean","optional":true,"field":"on_ground"},)"
    R"({"type":"string","optional":true,"field":"operator"})";

/// The schema of flight_payload(), or with `more` fields that of wide_flight_payload().
inline std::string flight_schema(std::string_view more = {}) {
    std::string schema = R"({"type":"struct","optional":false,"name":"flight","fields":[)";
    return schema.append(kFlightFields).append(more).append("]}");
}

inline std::string wide_flight_schema() {
    return flight_schema(kMoreFlightFields);
}

/// A record of 8 fields, each number another one.
inline std::string flight_payload(int number) {
    char text[512];
    std::snprintf(text,
                  sizeof(text),
                  R"({"id":%d,"aircraft_id":"D-A%04d","timestamp":%lld,"altitude":%d,)"
                  R"("speed":%d,"heading":%d,"latitude":%.6f,"longitude":%.6f})",
                  number,
                  number % 1000,
                  1700000000000LL + number,
                  30000 + number % 9000,
                  400 + number % 100,
                  number % 360,
                  48.0 + number * 0.000123,
                  11.0 + number * 0.000321);
    return text;
}

/// A record of 12 fields.
inline std::string wide_flight_payload(int number) {
    std::string text = flight_payload(number);
    text.pop_back();
    return text + R"(,"origin":"EDDM Munich","destination":"KJFK New York","on_ground":false,)" +
           R"("operator":"Example Air Lines Europe"})";
}

}  // namespace kconnect::convert
