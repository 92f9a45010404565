// The gateway with the reader in it, against a real table on PostgreSQL.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "support/database_server.hpp"
#include "support/http_client.hpp"
#include "support/scratch_folder.hpp"
#include "support/worker_process.hpp"

namespace kconnect::test {
namespace {

using Json = nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view kListens = "flight_gateway listens at http://127.0.0.1:";

class FlightGatewayTest : public testing::Test {
protected:
    FlightGatewayTest() {
        database_.execute(
            "create table \"flight-data\" (id bigint primary key, aircraft_id text, \"timestamp\" "
            "bigint, altitude double precision, speed double precision, heading double precision, "
            "lat double precision, lon double precision)");
        database_.execute(
            "insert into \"flight-data\" select n, 'DLH' || n, 1690000000000 + n, 35000, 450, 270, "
            "50.5, 8.5 from generate_series(1, 700) n");
        ::setenv("FLIGHT_DATABASE_URL", database_.url().c_str(), 1);
        ::setenv("FLIGHT_DATABASE_USER", database_.user().c_str(), 1);
        ::setenv("FLIGHT_DATABASE_PASSWORD", database_.password().c_str(), 1);
        ::setenv("FLIGHT_TABLE", "flight-data", 1);
        std::filesystem::create_directory(folder_.path() / "page");
        folder_.write("page/index.html", "<title>Flights</title>");
    }

    /// Starts the gateway; `rate` is that key of its file, with a line's end.
    void start(const std::string& payload = "2.0", const std::string& rate = "") {
        const auto file = folder_.write(
            "gateway.yaml",
            fmt::format("listen: 127.0.0.1:0\ncors:\n  allow_origins: ['https://page.example']\n"
                        "static: page\n{}routes:\n  - methods: [GET, HEAD]\n    path: /flightData\n"
                        "    function: flight_reader\n    payload: '{}'\n",
                        rate,
                        payload));
        gateway_ =
            std::make_unique<WorkerProcess>(KCONNECT_TEST_GATEWAY,
                                            std::vector<std::string>{"--config", file.string()},
                                            folder_.path() / ("gateway-" + payload + ".log"));
        gateway_->wait_for_output(std::string(kListens));
        const auto output = gateway_->output();
        port_ = static_cast<std::uint16_t>(
            std::stoi(output.substr(output.find(kListens) + kListens.size())));
    }

    static Json body_of(const std::string& answer) {
        return Json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
    }

    /// What schemathesis says; its exit code is the last line.
    std::string schemathesis() const {
        const char* const home = std::getenv("KCONNECT_TEST_SCHEMATHESIS");
        if (home == nullptr) {
            throw std::runtime_error("KCONNECT_TEST_SCHEMATHESIS is not set: use with-servers.sh");
        }
        const auto command = fmt::format("cd '{}' && PYTHONPATH='{}' bash '{}' '{}' {} 2>&1",
                                         folder_.path().string(),
                                         home,
                                         KCONNECT_TEST_SCHEMATHESIS_RUN,
                                         KCONNECT_OPENAPI,
                                         port_);
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
        std::string text;
        for (int character = 0; pipe && (character = std::fgetc(pipe.get())) != EOF;) {
            text += static_cast<char>(character);
        }
        return text;
    }

    ScratchFolder folder_;
    ScratchDatabase database_{DatabaseKind::kPostgreSql, folder_.path()};
    std::uint16_t port_ = 0;
    std::unique_ptr<WorkerProcess> gateway_;
};

TEST_F(FlightGatewayTest, PagesThroughARealTableInBothPayloadFormats) {
    for (const auto* const payload : {"1.0", "2.0"}) {
        start(payload);

        const auto first = body_of(ask(port_, "GET /flightData HTTP/1.1"));
        EXPECT_EQ(500U, first["flights"].size());
        EXPECT_EQ(500, first["next"]);
        const auto second = body_of(ask(port_, "GET /flightData?after=500 HTTP/1.1"));
        EXPECT_EQ(200U, second["flights"].size());
        EXPECT_TRUE(second["next"].is_null());
        EXPECT_EQ("DLH501", second["flights"][0]["aircraft_id"]);
        EXPECT_EQ(1690000000501, second["flights"][0]["timestamp"]);
    }
}

TEST_F(FlightGatewayTest, AnswersAsItsDescriptionSays) {
    start();

    const auto answer = ask(port_,
                            "GET /flightData?aircraft_id=DLH7 HTTP/1.1",
                            "Origin: https://page.example\r\nAccept-Encoding: gzip\r\n");
    EXPECT_THAT(answer,
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                      HasSubstr("Access-Control-Allow-Origin: https://page.example\r\n")));
    const auto begin = answer.find("etag: ") + 6;
    const auto tag = answer.substr(begin, answer.find('\r', begin) - begin);
    EXPECT_THAT(ask(port_,
                    "GET /flightData?aircraft_id=DLH7 HTTP/1.1",
                    "If-None-Match: " + tag + "\r\nAccept-Encoding: gzip\r\n"),
                StartsWith("HTTP/1.1 304 Not Modified\r\n"));
    const auto bad = ask(port_, "GET /flightData?limit=0 HTTP/1.1");
    EXPECT_THAT(bad, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_EQ("bad_request", body_of(bad)["error"]["code"]);
    EXPECT_THAT(bad,
                HasSubstr("apigw-requestid: " +
                          body_of(bad)["error"]["request_id"].get<std::string>() + "\r\n"));
    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), HasSubstr("<title>Flights</title>"));
    EXPECT_THAT(ask(port_, "GET /flightData HTTP/1.1", "Accept-Encoding: gzip\r\n"),
                HasSubstr("content-encoding: gzip\r\n"));
}

TEST_F(FlightGatewayTest, AnswersHeadAsGetWithoutTheBody) {
    start();

    const auto head = ask(port_, "HEAD /flightData?limit=3 HTTP/1.1");
    EXPECT_THAT(head,
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                      HasSubstr("\r\netag: W/\""),
                      testing::Not(HasSubstr("Content-Length")),
                      testing::EndsWith("\r\n\r\n")));
    EXPECT_THAT(ask(port_, "HEAD /flightData?limit=0 HTTP/1.1"), StartsWith("HTTP/1.1 400 "));
}

TEST_F(FlightGatewayTest, OpensItsLogAnewAndReadsThePageAgainAtAHangUpSignal) {
    const auto log = folder_.path() / "access.log";
    start("2.0", "access_log: access.log\n");
    ask(port_, "GET /flightData?limit=1 HTTP/1.1");
    std::filesystem::rename(log, folder_.path() / "access.log.1");
    folder_.write("page/index.html", "<title>New</title>");

    gateway_->signal(SIGHUP);
    gateway_->wait_for_output("signal 1: access log and page are opened anew");

    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), HasSubstr("<title>New</title>"));
    gateway_->signal(SIGTERM);
    EXPECT_EQ(0, gateway_->wait_for_exit());
    EXPECT_THAT(read_file(log), HasSubstr("\"path\":\"/\""));
}

TEST_F(FlightGatewayTest, EndsAtATerminationSignalAndHasLogged) {
    start();
    ask(port_, "GET /flightData?limit=1 HTTP/1.1");

    gateway_->signal(SIGTERM);

    EXPECT_EQ(0, gateway_->wait_for_exit());
    EXPECT_THAT(gateway_->output(),
                AllOf(HasSubstr("\"method\":\"GET\",\"path\":\"/flightData\",\"status\":200,"),
                      HasSubstr("flight_gateway ends: signal 15\n")));
}

TEST_F(FlightGatewayTest, RefusesRequestsAboveTheRate) {
    start("2.0", "rate: {per_client: {per_second: 0.01, burst: 1}}\n");

    EXPECT_THAT(ask(port_, "GET /flightData HTTP/1.1"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(ask(port_, "GET /flightData HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 429 "), HasSubstr("Retry-After: ")));
}

TEST_F(FlightGatewayTest, SaysInOneLineThatItsPortIsTaken) {
    start();
    const auto address = fmt::format("127.0.0.1:{}", port_);
    WorkerProcess second(
        KCONNECT_TEST_GATEWAY,
        {"--config", (folder_.path() / "gateway.yaml").string(), "--listen", address},
        folder_.path() / "second.log");

    EXPECT_EQ(1, second.wait_for_exit());
    EXPECT_EQ("flight_gateway: cannot listen at " + address +
                  ": Address already in use; end what listens there or choose another address "
                  "with listen or --listen\n",
              second.output());
}

TEST_F(FlightGatewayTest, SaysWhatIsWrongWithItsFileAndDoesNotStart) {
    const auto file = folder_.write("bad.yaml", "listen: 127.0.0.1:0\nroutes: []\n");
    WorkerProcess gateway(
        KCONNECT_TEST_GATEWAY, {"--config", file.string()}, folder_.path() / "gateway.log");

    EXPECT_EQ(1, gateway.wait_for_exit());
    EXPECT_EQ(
        "flight_gateway: " + file.string() + ":2: routes must be a list of at least one route\n",
        gateway.output());
}

TEST_F(FlightGatewayTest, KeepsToItsOpenApiDescription) {
    start();

    EXPECT_THAT(schemathesis(), testing::EndsWith("schemathesis: exit code 0\n"));
}

}  // namespace
}  // namespace kconnect::test
