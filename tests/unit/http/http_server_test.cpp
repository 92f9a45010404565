#include "http/http_server.hpp"

#include <future>
#include <memory>
#include <mutex>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/http_client.hpp"

namespace kconnect::http {
namespace {

using namespace std::chrono_literals;
using test::ask;
using test::TestClient;
using testing::AllOf;
using testing::EndsWith;
using testing::Field;
using testing::HasSubstr;
using testing::StartsWith;

/// A server that answers with what it was asked: "GET /path body".
class HttpServerTest : public testing::Test {
protected:
    void start(const HttpLimits& limits = {}) {
        server_ = std::make_unique<HttpServer>(
            [this](std::size_t entrance, Request request, Respond respond) {
                handle(entrance, std::move(request), std::move(respond));
            },
            HttpVoice{.name = "test",
                      .refused =
                          [](int status, std::string_view message) {
                              return Response{.status = status, .body = std::string(message)};
                          },
                      .failed =
                          [](std::string_view message) {
                              return Response{.status = 500, .body = std::string(message)};
                          },
                      .late =
                          [](std::uint64_t /*number*/) {
                              return Response{.status = 504, .body = "late"};
                          },
                      .ended = [this](const Access& access) { on_ended(access); }},
            limits);
        port_ = server_->listen("127.0.0.1", 0);
        second_port_ = server_->listen("127.0.0.1", 0);
        server_->start();
    }

    void handle(std::size_t entrance, Request request, Respond respond) {
        if (request.target_text == "/throw") {
            throw ConnectException("no way");
        }
        if (request.target_text == "/hang") {
            hanging_ = std::move(respond);
            hangs_.set_value();
            return;
        }
        if (request.target_text == "/same") {
            respond({.status = 304, .headers = {{"ETag", "\"1\""}}});
            return;
        }
        if (request.target_text == "/no-body") {
            respond({});
            return;
        }
        respond({.body = request.method + " " + request.target_text + " " + request.body,
                 .headers = {{"Entrance", std::to_string(entrance)},
                             {"Client", request.client},
                             {"Version", request.version}}});
    }

    void on_ended(const Access& access) {
        const std::lock_guard lock(mutex_);
        ended_.push_back(access);
    }
    std::vector<Access> ended() {
        server_->run_on_thread([] {});
        const std::lock_guard lock(mutex_);
        return ended_;
    }

    std::uint16_t port_ = 0;
    std::uint16_t second_port_ = 0;
    std::promise<void> hangs_;
    Respond hanging_;
    std::mutex mutex_;
    std::vector<Access> ended_;
    std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, TellsTheHandlerAllOfTheRequest) {
    start();

    EXPECT_THAT(ask(port_, "GET /a%20b?c=d HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\nServer: test\r\nDate: "),
                      HasSubstr("\r\nEntrance: 0\r\nClient: 127.0.0.1\r\nVersion: HTTP/1.1\r\n"),
                      EndsWith("\r\n\r\nGET /a%20b?c=d ")));
    EXPECT_THAT(ask(second_port_, "GET / HTTP/1.1"), HasSubstr("Entrance: 1\r\n"));
}

TEST_F(HttpServerTest, ClaimsNoLengthForAHeadWhoseBodyItWasNotGiven) {
    start();
    TestClient client(port_);

    client.send("HEAD /no-body HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(client.read_until("\r\n\r\n"),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), Not(HasSubstr("Content-Length"))));

    client.send("GET /no-body HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST_F(HttpServerTest, RefusesABodyWhenThoseOfOthersTakeAllRoom) {
    start({.body_bytes = 8, .all_bodies_bytes = 10});
    TestClient slow(port_);
    slow.send("POST /1 HTTP/1.1\r\nContent-Length: 8\r\nExpect: 100-continue\r\n\r\n");
    slow.read_until("100 Continue\r\n\r\n");

    EXPECT_THAT(ask(port_, "POST /2 HTTP/1.1", "Transfer-Encoding: chunked\r\n"),
                StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
    slow.send("12345678");
    EXPECT_THAT(slow.read_until("12345678"), HasSubstr("HTTP/1.1 200 OK\r\n"));
    slow.send("POST /3 HTTP/1.1\r\nContent-Length: 8\r\n\r\nabcdefgh");
    EXPECT_THAT(slow.read_until("abcdefgh"), HasSubstr("HTTP/1.1 200 OK\r\n"));
}

TEST_F(HttpServerTest, AnswersSeveralRequestsOfAConnection) {
    start();
    TestClient client(port_);

    client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");

    const auto answers = client.read_until("GET /2 ");
    EXPECT_THAT(answers, HasSubstr("GET /1 "));
    EXPECT_THAT(answers, Not(HasSubstr("Connection:")));
}

TEST_F(HttpServerTest, UnderstandsHttpOneZero) {
    start();
    TestClient client(port_);

    client.send("GET / HTTP/1.0\r\n\r\n");

    EXPECT_THAT(client.read_all(),
                AllOf(StartsWith("HTTP/1.0 200 OK"), HasSubstr("Version: HTTP/1.0\r\n")));
}

TEST_F(HttpServerTest, SendsNeitherBodyNorLengthWhenNothingHasChanged) {
    start();

    EXPECT_THAT(ask(port_, "GET /same HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 304 Not Modified\r\n"),
                      HasSubstr("ETag: \"1\"\r\n"),
                      Not(HasSubstr("Content-Length"))));
}

TEST_F(HttpServerTest, RefusesWhatIsNoHttp) {
    start();
    TestClient client(port_);

    client.send("\x16\x03\x01 hello\r\n\r\n");

    EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_THAT(ask(port_, "GET /a%2Fb HTTP/1.1"), EndsWith("Ambiguous URI path separator"));
}

TEST_F(HttpServerTest, RefusesEndlessHeadersAndBodies) {
    start({.header_bytes = 500, .body_bytes = 10});

    EXPECT_THAT(ask(port_, "GET / HTTP/1.1", "X: " + std::string(600, 'x') + "\r\n"),
                StartsWith("HTTP/1.1 431 "));
    EXPECT_THAT(ask(port_, "POST / HTTP/1.1", "Content-Length: 11\r\n"),
                StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, AsksAClientForTheBodyThatItHoldsBack) {
    start();
    TestClient client(port_);

    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");

    EXPECT_EQ("HTTP/1.1 100 Continue\r\n\r\n", client.read_until("\r\n\r\n"));
    client.send("{}");
    EXPECT_THAT(client.read_until("POST / {}"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServerTest, AnswersAtOnceWhereNoBodyIsHeldBack) {
    start();

    EXPECT_THAT(ask(port_, "GET / HTTP/1.1", "Expect: 100-continue\r\n"),
                StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(
        ask(port_, "POST / HTTP/1.1", "Expect: 100-continue\r\nContent-Length: 99999999\r\n"),
        StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServerTest, RefusesOtherExpectations) {
    start();

    EXPECT_THAT(ask(port_, "POST / HTTP/1.1", "Expect: wonders\r\nContent-Length: 2\r\n"),
                StartsWith("HTTP/1.1 417 Expectation Failed\r\n"));
}

TEST_F(HttpServerTest, AnswersForAHandlerThatFails) {
    start();

    EXPECT_THAT(ask(port_, "GET /throw HTTP/1.1"), EndsWith("\r\n\r\nno way"));
}

TEST_F(HttpServerTest, AnswersForAHandlerThatIsLate) {
    start({.answer = 20ms});

    EXPECT_THAT(ask(port_, "GET /hang HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 504 Gateway Timeout"), EndsWith("late")));
}

TEST_F(HttpServerTest, HangsUpOnAClientThatSaysNothing) {
    start({.idle = 20ms});
    TestClient silent(port_);

    silent.send("GET / HTT");

    EXPECT_EQ("", silent.read_all());
}

TEST_F(HttpServerTest, MakesRoomByClosingTheConnectionThatWaitsLongest) {
    start({.connections = 2});
    TestClient first(port_);
    TestClient second(port_);

    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));

    EXPECT_EQ("", first.read_all());
    second.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_THAT(second.read_all(), StartsWith("HTTP/1.0 200 OK"));
}

TEST_F(HttpServerTest, AnswersBehindTwoHundredSlowClients) {
    start();
    std::vector<std::unique_ptr<TestClient>> slow;
    for (int count = 0; count < 200; ++count) {
        slow.push_back(std::make_unique<TestClient>(port_));
        slow.back()->send("GET /slow HTTP/1.1\r\nX-Slow: ");
    }

    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));

    slow.back()->send("yes\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(slow.back()->read_all(), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(HttpServerTest, TellsOfEachRequestThatHasEnded) {
    start();
    ask(port_, "GET /1 HTTP/1.1", "User-Agent: me\r\n");
    ask(port_, "GET /%2F HTTP/1.1");

    EXPECT_THAT(ended(),
                testing::ElementsAre(AllOf(Field(&Access::request_line, "GET /1 HTTP/1.1"),
                                           Field(&Access::client, "127.0.0.1"),
                                           Field(&Access::user_agent, "me"),
                                           Field(&Access::status, 200),
                                           Field(&Access::body_bytes, 7),
                                           Field(&Access::number, testing::Gt(0U)),
                                           Field(&Access::is_answered, true)),
                                     AllOf(Field(&Access::request_line, "GET /%2F HTTP/1.1"),
                                           Field(&Access::status, 400),
                                           Field(&Access::number, 0U))));
}

TEST_F(HttpServerTest, TellsOfARequestThatIsHungUp) {
    start();
    TestClient client(port_);
    client.send("GET /hang HTTP/1.1\r\n\r\n");
    hangs_.get_future().wait();

    server_->stop(0ms);

    EXPECT_EQ("", client.read_all());
    EXPECT_THAT(ended_, testing::ElementsAre(Field(&Access::is_answered, false)));
}

TEST_F(HttpServerTest, SaysWhichPortIsInUse) {
    start();

    try {
        server_->listen("127.0.0.1", port_);
        FAIL() << "no exception";
    } catch (const ConnectException& error) {
        EXPECT_EQ("Failed to bind to /127.0.0.1:" + std::to_string(port_),
                  std::string(error.what()));
    }
}

}  // namespace
}  // namespace kconnect::http
