#include "reader/flight_handler.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <zlib.h>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "support/scratch_folder.hpp"
#include "text/base64.hpp"

namespace kconnect::flight_reader {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string gunzip(const std::string& bytes) {
    z_stream stream{};
    inflateInit2(&stream, 16 + MAX_WBITS);
    std::string text(1 << 20, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    text.resize(stream.total_out);
    inflateEnd(&stream);
    return text;
}

/// A handler over a SQLite file with flights 1 to 5.
class FlightHandlerTest : public testing::Test {
protected:
    void SetUp() override {
        settings_.connection.url =
            sql::parse_jdbc_url("jdbc:sqlite:" + (folder_.path() / "flights.db").string());
        connection_ = sql::find_dialect(settings_.connection.url).connect(settings_.connection);
        connection_->execute(
            "CREATE TABLE `flight-data`(id INTEGER PRIMARY KEY, aircraft_id TEXT, timestamp BIGINT,"
            " altitude INTEGER, speed INTEGER, heading INTEGER, lat REAL, lon REAL)");
        connection_->execute(
            "INSERT INTO `flight-data` VALUES"
            "(1,'DLH4AB',1690000000000,35000,450,270,50.1,8.6),"
            "(2,'BAW1',1690000001000,33000,440,90,51.5,-0.5),"
            "(3,'DLH4AB',1690000002000,0,0,0,-33.9,179.5),"
            "(4,NULL,NULL,NULL,NULL,NULL,NULL,NULL),"
            "(5,'quote\"\\\n',1690000004000,1,2,3,0.25,-179.5)");
        handler_ = std::make_unique<FlightHandler>(
            settings_, [this](const std::string& line) { log_.push_back(line); });
    }

    json call(const std::string& event,
              std::chrono::milliseconds time = std::chrono::milliseconds(10'000)) {
        return json::parse(
            handler_->handle(event, {"request-7", std::chrono::steady_clock::now() + time}));
    }

    static std::string event(const std::string& query,
                             const json& headers = json::object(),
                             const std::string& method = "GET",
                             const std::string& path = "/flightData") {
        return json{
            {"version", "2.0"},
            {"rawPath", path},
            {"rawQueryString", query},
            {"headers", headers},
            {"requestContext", {{"http", {{"method", method}}}, {"requestId", "gateway-id"}}}}
            .dump();
    }

    json get(const std::string& query) {
        const json answer = call(event(query));
        EXPECT_EQ(answer["statusCode"], 200) << answer;
        return json::parse(answer["body"].get<std::string>());
    }

    std::vector<int> ids(const std::string& query) {
        const json page = get(query);
        std::vector<int> result;
        for (const json& flight : page["flights"]) {
            result.push_back(flight["id"]);
        }
        return result;
    }

    test::ScratchFolder folder_;
    ReaderSettings settings_;
    std::unique_ptr<sql::Connection> connection_;
    std::vector<std::string> log_;
    std::unique_ptr<FlightHandler> handler_;
};

TEST_F(FlightHandlerTest, AnswersRowsInTheFormOfTheContract) {
    const json answer = call(event("limit=1"));
    EXPECT_EQ(answer["headers"]["content-type"], "application/json");
    EXPECT_EQ(answer["headers"]["cache-control"], "no-cache");
    EXPECT_EQ(answer["headers"]["x-content-type-options"], "nosniff");
    EXPECT_EQ(answer["isBase64Encoded"], false);
    EXPECT_THAT(answer["body"].get<std::string>(),
                testing::StartsWith(
                    R"({"flights":[{"id":1,"aircraft_id":"DLH4AB","timestamp":1690000000000,)"
                    R"("altitude":35000,"speed":450,"heading":270,"lat":50.1,"lon":8.6}],)"
                    R"("next":1,"as_of":)"));
}

TEST_F(FlightHandlerTest, GivesNullsAndEveryText) {
    const json flights = get("after=3")["flights"];
    EXPECT_EQ(flights[0]["id"], 4);
    EXPECT_TRUE(flights[0]["aircraft_id"].is_null());
    EXPECT_TRUE(flights[0]["lat"].is_null());
    EXPECT_EQ(flights[1]["aircraft_id"], "quote\"\\\n");
}

TEST_F(FlightHandlerTest, PagesByKey) {
    EXPECT_THAT(ids("limit=2"), ElementsAre(1, 2));
    EXPECT_EQ(get("limit=2")["next"], 2);
    EXPECT_THAT(ids("limit=2&after=2"), ElementsAre(3, 4));
    EXPECT_THAT(ids("limit=2&after=4"), ElementsAre(5));
    EXPECT_TRUE(get("limit=2&after=4")["next"].is_null());
    EXPECT_TRUE(get("limit=5")["next"].is_null());
    EXPECT_THAT(ids("after=5"), IsEmpty());
}

TEST_F(FlightHandlerTest, FiltersByAircraftTimeAndBox) {
    EXPECT_THAT(ids("aircraft_id=DLH4AB"), ElementsAre(1, 3));
    EXPECT_THAT(ids("aircraft_id=x%27+OR+%271%27=%271"), IsEmpty());
    EXPECT_THAT(ids("since=1690000001000"), ElementsAre(2, 3, 5));
    EXPECT_THAT(ids("bbox=-1,50,9,52"), ElementsAre(1, 2));
    EXPECT_THAT(ids("bbox=179,-90,-179,90"), ElementsAre(3, 5));
    EXPECT_THAT(ids("aircraft_id=DLH4AB&since=1690000001000&bbox=-180,-90,180,90&limit=5&after=1"),
                ElementsAre(3));
}

TEST_F(FlightHandlerTest, AnswersBadParametersWith400AndTheRequestsId) {
    const json answer = call(event("limit=0"));
    EXPECT_EQ(answer["statusCode"], 400);
    const json error = json::parse(answer["body"].get<std::string>())["error"];
    EXPECT_EQ(error["code"], "bad_request");
    EXPECT_EQ(error["message"], "Parameter 'limit' is '0'; allowed is a number from 1 to 5000");
    EXPECT_EQ(error["request_id"], "request-7");
    EXPECT_THAT(log_, IsEmpty());
}

TEST_F(FlightHandlerTest, KnowsOnePathAndTwoMethods) {
    EXPECT_EQ(call(event("", {}, "GET", "/flights"))["statusCode"], 404);
    EXPECT_EQ(call(event("", {}, "POST", "/flights"))["statusCode"], 404);
    const json answer = call(event("", {}, "POST"));
    EXPECT_EQ(answer["statusCode"], 405);
    EXPECT_EQ(answer["headers"]["allow"], "GET, HEAD");
}

TEST_F(FlightHandlerTest, AnswersHeadWithoutABody) {
    const json head = call(event("", json::object(), "HEAD"));
    EXPECT_EQ(head["statusCode"], 200);
    EXPECT_EQ(head["body"], "");
    EXPECT_EQ(head["headers"]["etag"], call(event(""))["headers"]["etag"]);
    EXPECT_EQ(call(event("limit=0", json::object(), "HEAD"))["body"], "");
}

TEST_F(FlightHandlerTest, Answers304UntilTheRowsChange) {
    const std::string tag = call(event(""))["headers"]["etag"];
    const json same = call(event("", {{"If-None-Match", tag}}));
    EXPECT_EQ(same["statusCode"], 304);
    EXPECT_EQ(same["body"], "");
    EXPECT_EQ(same["headers"]["etag"], tag);
    connection_->execute("UPDATE `flight-data` SET speed=451 WHERE id=1");
    const json changed = call(event("", {{"If-None-Match", tag}}));
    EXPECT_EQ(changed["statusCode"], 200);
    EXPECT_NE(changed["headers"]["etag"], tag);
}

TEST_F(FlightHandlerTest, CompressesWhereTheCallerAllowsIt) {
    const json answer = call(event("", {{"Accept-Encoding", "gzip, br"}}));
    EXPECT_EQ(answer["isBase64Encoded"], true);
    EXPECT_EQ(answer["headers"]["content-encoding"], "gzip");
    EXPECT_EQ(answer["headers"]["vary"], "accept-encoding");
    const json plain =
        json::parse(gunzip(flight_text::from_base64(answer["body"].get<std::string>()).value()));
    EXPECT_EQ(plain["flights"], get("")["flights"]);
    EXPECT_NE(answer["headers"]["etag"], call(event(""))["headers"]["etag"]);
    const json small = call(event("after=5", {{"Accept-Encoding", "gzip"}}));
    EXPECT_EQ(small["isBase64Encoded"], false);
}

TEST_F(FlightHandlerTest, AnswersEventsOfBothPayloadsAndSchedulesAlike) {
    const json first = call(
        R"({"httpMethod": "GET", "path": "/flightData", "queryStringParameters": {"limit": "2"}})");
    const json schedule = call(R"({"source": "aws.events", "detail": {"limit": 2}})");
    const json tag = call(event("limit=2"))["headers"]["etag"];
    EXPECT_EQ(first["headers"]["etag"], tag);
    EXPECT_EQ(schedule["headers"]["etag"], tag);
}

TEST_F(FlightHandlerTest, AnswersWhatIsNoEventWith400) {
    const json answer = call("nonsense");
    EXPECT_EQ(answer["statusCode"], 400);
    EXPECT_THAT(answer["body"].get<std::string>(), HasSubstr("bad_event"));
}

TEST_F(FlightHandlerTest, KeepsTheReasonOf500ForTheLog) {
    connection_->execute("DROP TABLE `flight-data`");
    const json answer = call(event(""));
    EXPECT_EQ(answer["statusCode"], 500);
    EXPECT_THAT(answer["body"].get<std::string>(), HasSubstr("request-7"));
    EXPECT_THAT(answer["body"].get<std::string>(), Not(HasSubstr("no such table")));
    ASSERT_EQ(log_.size(), 1U);
    const json line = json::parse(log_[0]);
    EXPECT_EQ(line["level"], "ERROR");
    EXPECT_EQ(line["request_id"], "request-7");
    EXPECT_THAT(line["error"].get<std::string>(), HasSubstr("no such table"));
}

TEST_F(FlightHandlerTest, LogsRemediesWithTheNamesOfItsOwnSettings) {
    settings_.connection.url.database = (folder_.path() / "none" / "flights.db").string();
    FlightHandler handler(settings_, [this](const std::string& line) { log_.push_back(line); });

    handler.handle(event(""),
                   {"r", std::chrono::steady_clock::now() + std::chrono::milliseconds(400)});

    ASSERT_FALSE(log_.empty());
    EXPECT_THAT(log_[0], HasSubstr("the file in FLIGHT_DATABASE_URL exists"));
}

TEST_F(FlightHandlerTest, RefusesIdsThatAreNoIntegers) {
    connection_->execute("DROP TABLE `flight-data`");
    connection_->execute(
        "CREATE TABLE `flight-data`(id TEXT, aircraft_id, timestamp, altitude, speed, heading, "
        "lat, "
        "lon)");
    connection_->execute("INSERT INTO `flight-data` VALUES('x',1,1,1,1,1,1,1)");
    EXPECT_EQ(call(event(""))["statusCode"], 500);
    EXPECT_THAT(log_[0], HasSubstr("must hold integers"));
}

TEST_F(FlightHandlerTest, AnswersAtOnceWhenThereIsNoTime) {
    const json answer = call(event(""), std::chrono::milliseconds(50));
    EXPECT_EQ(answer["statusCode"], 504);
    EXPECT_EQ(answer["headers"]["retry-after"], "1");
}

TEST_F(FlightHandlerTest, TriesAgainWhileTheTableIsLockedButNotForEver) {
    settings_.connection.url.parameters["busy_timeout"] = "0";
    FlightHandler handler(settings_, [this](const std::string& line) { log_.push_back(line); });
    connection_->execute("BEGIN EXCLUSIVE");
    const json answer = json::parse(handler.handle(
        event(""), {"r", std::chrono::steady_clock::now() + std::chrono::milliseconds(400)}));
    EXPECT_EQ(answer["statusCode"], 503) << answer;
    EXPECT_THAT(answer["body"].get<std::string>(), Not(HasSubstr("locked")));
    EXPECT_THAT(log_, testing::Contains(HasSubstr("locked")));
    EXPECT_GE(log_.size(), 3U);
    connection_->execute("ROLLBACK");
    EXPECT_EQ(json::parse(handler.handle(
                  event(""),
                  {"r", std::chrono::steady_clock::now() + std::chrono::seconds(5)}))["statusCode"],
              200);
}

}  // namespace
}  // namespace kconnect::flight_reader
