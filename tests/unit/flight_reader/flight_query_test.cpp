#include "reader/flight_query.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reader/request_error.hpp"

namespace kconnect::flight_reader {
namespace {

using testing::HasSubstr;

std::string refusal_of(const QueryParameters& parameters) {
    try {
        parse_flight_query(parameters);
    } catch (const RequestError& error) {
        EXPECT_EQ(error.status(), 400);
        EXPECT_EQ(error.code(), "bad_request");
        return error.what();
    }
    return "accepted";
}

TEST(FlightQuery, IsBoundedWithoutParameters) {
    const FlightQuery query = parse_flight_query({});
    EXPECT_EQ(query.limit, 500U);
    EXPECT_FALSE(query.after || query.since || query.bbox || query.aircraft_id);
}

TEST(FlightQuery, ReadsAllParameters) {
    const FlightQuery query = parse_flight_query({{"aircraft_id", "DLH4AB"},
                                                  {"since", "1690000000000"},
                                                  {"bbox", "-180,-90.0,1e1,90"},
                                                  {"limit", "5000"},
                                                  {"after", "-3"}});
    EXPECT_EQ(query.aircraft_id, "DLH4AB");
    EXPECT_EQ(query.since, 1690000000000);
    ASSERT_TRUE(query.bbox);
    EXPECT_EQ(query.bbox->min_lon, -180);
    EXPECT_EQ(query.bbox->min_lat, -90);
    EXPECT_EQ(query.bbox->max_lon, 10);
    EXPECT_EQ(query.bbox->max_lat, 90);
    EXPECT_EQ(query.limit, 5000U);
    EXPECT_EQ(query.after, -3);
}

TEST(FlightQuery, NamesParameterValueAndWhatIsAllowed) {
    EXPECT_EQ(refusal_of({{"limit", "5001"}}),
              "Parameter 'limit' is '5001'; allowed is a number from 1 to 5000");
    EXPECT_EQ(refusal_of({{"since", "yesterday"}}),
              "Parameter 'since' is 'yesterday'; allowed is a time in milliseconds since 1970");
    EXPECT_EQ(
        refusal_of({{"after", "1.5"}}),
        "Parameter 'after' is '1.5'; allowed is an id, as 'next' of the last answer gives it");
    EXPECT_EQ(refusal_of({{"offset", "3"}}),
              "Parameter 'offset' (value '3') is unknown; allowed are aircraft_id, since, bbox, "
              "limit and after");
    EXPECT_EQ(refusal_of({{"limit", "1"}, {"limit", "2"}}),
              "Parameter 'limit' comes again with '2'; allowed is one value");
    EXPECT_THAT(refusal_of({{"bbox", "1,2,3"}}), HasSubstr("is '1,2,3'; allowed is minLon,minLat"));
}

TEST(FlightQuery, RefusesBadNumbers) {
    for (const char* const limit : {"", "0", "-1", "1e3", "12x", " 1", "99999999999999999999"}) {
        EXPECT_THAT(refusal_of({{"limit", limit}}), HasSubstr("'limit'")) << limit;
    }
    for (const char* const since : {"", "-1", "9223372036854775808", "0x1", "1,2"}) {
        EXPECT_THAT(refusal_of({{"since", since}}), HasSubstr("'since'")) << since;
    }
}

TEST(FlightQuery, RefusesBadBoxes) {
    for (const char* const box : {"",
                                  "1,2,3,4,5",
                                  "1,2,3,",
                                  ",,,",
                                  "a,b,c,d",
                                  "nan,1,2,3",
                                  "inf,1,2,3",
                                  "181,0,1,1",
                                  "0,-91,1,1",
                                  "0,2,1,1",
                                  "1 ,2,3,4"}) {
        EXPECT_THAT(refusal_of({{"bbox", box}}), HasSubstr("'bbox'")) << box;
    }
}

TEST(FlightQuery, RefusesAircraftThatNoTextCanName) {
    EXPECT_THAT(refusal_of({{"aircraft_id", ""}}), HasSubstr("'aircraft_id'"));
    EXPECT_THAT(refusal_of({{"aircraft_id", std::string(65, 'x')}}), HasSubstr("'aircraft_id'"));
    EXPECT_THAT(refusal_of({{"aircraft_id", std::string("a\0b", 3)}}), HasSubstr("'a?b'"));
    EXPECT_THAT(refusal_of({{"aircraft_id", "a\xff"}}), HasSubstr("no UTF-8"));
    EXPECT_THAT(refusal_of({{"aircraft_id", "\xed\xa0\x80"}}), HasSubstr("no UTF-8"));
    EXPECT_EQ(parse_flight_query({{"aircraft_id", "Zürich ✈"}}).aircraft_id, "Zürich ✈");
}

TEST(FlightQuery, CutsLongValuesInItsMessages) {
    const std::string message = refusal_of({{"since", std::string(10'000, '9')}});
    EXPECT_LT(message.size(), 300U);
}

}  // namespace
}  // namespace kconnect::flight_reader
