// The REST API of the real worker, as a client sees it.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"
#include "support/rest_client.hpp"

namespace kconnect::test {
namespace {

using connect_json::id_struct;
using testing::HasSubstr;

class RestTest : public WorkerTest {
protected:
    std::string new_topic() {
        const std::string topic = unique_name("rest");
        kafka().create_topic(topic, 1, "connect-" + topic);
        return topic;
    }

    /// A file sink whose connector has the name of its topic.
    std::string file_sink(const std::string& topic, std::string_view more = {}) {
        return sink_file(
            fmt::format("name={0}\n"
                        "connector.class=FileStreamSink\n"
                        "topics={0}\n"
                        "file={1}/lines.txt\n"
                        "value.converter=org.apache.kafka.connect.storage.StringConverter\n{2}",
                        topic,
                        folder_.path().string(),
                        more));
    }

    static void expect(const RestAnswer& answer, int status, const std::string& body) {
        EXPECT_EQ(answer.status, status);
        EXPECT_EQ(answer.body, body);
    }

    static void wait_until_ready(WorkerProcess& worker, std::uint16_t port) {
        wait_until("the worker to be healthy", [&] {
            worker.expect_running();
            return ask_rest(port, "GET", "/health").status == 200;
        });
    }

    /// What kafka-connect-healthcheck says about the worker.
    static std::string healthcheck(std::uint16_t port) {
        const char* const clients = std::getenv("KCONNECT_TEST_REST_CLIENTS");
        if (clients == nullptr) {
            throw std::runtime_error("KCONNECT_TEST_REST_CLIENTS is not set: use with-servers.sh");
        }
        const auto command =
            fmt::format("PYTHONPATH='{0}' python3 '{1}' http://127.0.0.1:{2} 127.0.0.1:{2} 2>&1",
                        clients,
                        KCONNECT_TEST_HEALTHCHECK,
                        port);
        const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
        std::string text;
        for (int character = 0; pipe && (character = std::fgetc(pipe.get())) != EOF;) {
            text += static_cast<char>(character);
        }
        return text;
    }

    /// The body that creates the story's sink.
    static std::string story_request(const ScratchDatabase& database,
                                     const std::string& topic,
                                     const std::string& password) {
        return fmt::format(
            R"({{"name":"{0}-jdbc","config":{{)"
            R"("connector.class":"io.confluent.connect.jdbc.JdbcSinkConnector","tasks.max":1,)"
            R"("topics":"{0}","connection.url":"{1}","connection.user":"{2}",)"
            R"("connection.password":"{3}","auto.create":true,"insert.mode":"upsert",)"
            R"("pk.mode":"record_key","pk.fields":"id"}}}})",
            topic,
            database.url(),
            database.user(),
            password);
    }

    static void wait_for_body(std::uint16_t port,
                              const std::string& target,
                              const std::string& body) {
        wait_until(target + " to be " + body,
                   [&] { return ask_rest(port, "GET", target).body == body; });
    }

    ScratchDatabase database_{DatabaseKind::kSqlite, folder_.path()};
};

TEST_F(RestTest, ShowsAConnectorFromItsStartToItsOffsets) {
    const std::string topic = new_topic();
    const auto worker = start(worker_file("offset.flush.interval.ms=200\n"), file_sink(topic));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);

    expect(ask_rest(port, "GET", "/connectors"), 200, fmt::format(R"(["{}"])", topic));
    wait_for_body(
        port,
        "/connectors/" + topic + "/status",
        fmt::format(R"({{"name":"{0}","connector":{{"state":"RUNNING","worker_id":"127.0.0.1:{1}",)"
                    R"("version":"0.1.0"}},"tasks":[{{"id":0,"state":"RUNNING",)"
                    R"("worker_id":"127.0.0.1:{1}","version":"0.1.0"}}],"type":"sink"}})",
                    topic,
                    port));
    expect(ask_rest(port, "GET", "/connectors/" + topic + "/topics"),
           200,
           fmt::format(R"({{"{}":{{"topics":[]}}}})", topic));
    expect(ask_rest(port, "GET", "/connectors/" + topic + "/offsets"), 200, R"({"offsets":[]})");

    kafka().send(topic, std::nullopt, "one");
    kafka().send(topic, std::nullopt, "two");
    kafka().flush();

    wait_for_body(port,
                  "/connectors/" + topic + "/topics",
                  fmt::format(R"({{"{0}":{{"topics":["{0}"]}}}})", topic));
    wait_for_body(port,
                  "/connectors/" + topic + "/offsets",
                  fmt::format(R"({{"offsets":[{{"partition":{{"kafka_partition":0,)"
                              R"("kafka_topic":"{}"}},"offset":{{"kafka_offset":2}}}}]}})",
                              topic));
    worker->wait_for_output(" \"GET /connectors HTTP/1.1\" 200 ");
    stop(*worker);
}

TEST_F(RestTest, ShowsTheTopicsAndOffsetsOfASource) {
    const std::string topic = unique_name("rest-source");
    kafka().create_topic(topic, 1, topic);
    const std::string lines = folder_.write("lines.txt", "one\ntwo\n");
    const auto worker = start(worker_file("offset.flush.interval.ms=200\n"),
                              folder_.write("source.properties",
                                            fmt::format("name={0}\n"
                                                        "connector.class=FileStreamSource\n"
                                                        "topic={0}\n"
                                                        "file={1}\n",
                                                        topic,
                                                        lines)));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);

    wait_for_body(port,
                  "/connectors/" + topic + "/topics",
                  fmt::format(R"({{"{0}":{{"topics":["{0}"]}}}})", topic));
    wait_for_body(port,
                  "/connectors/" + topic + "/offsets",
                  fmt::format(R"({{"offsets":[{{"partition":{{"filename":"{}"}},)"
                              R"("offset":{{"position":8}}}}]}})",
                              lines));
    stop(*worker);
}

TEST_F(RestTest, ShowsConfigurationsAsTheyWereWritten) {
    const std::string topic = new_topic();
    const std::string secrets = folder_.write("secrets.properties", "key=hidden-value\n");
    const std::string providers =
        "config.providers=file\n"
        "config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n";
    const auto worker =
        start(worker_file(providers), file_sink(topic, "secret=${file:" + secrets + ":key}\n"));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);

    const auto info = ask_rest(port, "GET", "/connectors/" + topic);
    const auto tasks = ask_rest(port, "GET", "/connectors/" + topic + "/tasks");

    const std::string raw = "\"secret\":\"${file:" + secrets + ":key}\"";
    EXPECT_THAT(info.body, HasSubstr(raw));
    EXPECT_THAT(info.body,
                HasSubstr(fmt::format(R"("tasks":[{{"connector":"{}","task":0}}])", topic)));
    EXPECT_THAT(tasks.body, HasSubstr(raw));
    EXPECT_THAT(tasks.body,
                HasSubstr(R"("task.class":"org.apache.kafka.connect.file.FileStreamSinkTask")"));
    EXPECT_EQ((info.body + tasks.body).find("hidden-value"), std::string::npos);
    stop(*worker);
}

TEST_F(RestTest, ShowsWhyATaskFailed) {
    const std::string topic = new_topic();
    kafka().send(topic, id_struct(1), R"({"id":1})");
    kafka().flush();
    const auto worker = start(worker_file(), story_sink(database_, topic, topic));
    const auto port = rest_port(*worker);

    wait_until("the task to fail", [&] {
        return ask_rest(port, "GET", "/connectors/" + topic + "/tasks/0/status")
                   .body.find(R"("state":"FAILED")") != std::string::npos;
    });

    const auto status = ask_rest(port, "GET", "/connectors/" + topic + "/status").body;
    EXPECT_THAT(status, HasSubstr(R"("connector":{"state":"RUNNING")"));
    EXPECT_THAT(status,
                HasSubstr(R"("trace":"org.apache.kafka.connect.errors.ConnectException: )"
                          R"(Tolerance exceeded in error handler\nCaused by: )"
                          R"(org.apache.kafka.connect.errors.DataException: )"));
    stop(*worker);
}

TEST_F(RestTest, IsUnderstoodByAHealthcheckFromPyPi) {
    const std::string topic = new_topic();
    const auto worker = start(worker_file(), story_sink(database_, topic, topic));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);
    EXPECT_EQ(healthcheck(port), "healthy\n");

    kafka().send(topic, id_struct(1), R"({"id":1})");
    kafka().flush();

    wait_until("the task to fail", [&] {
        return ask_rest(port, "GET", "/connectors/" + topic + "/tasks/0/status")
                   .body.find(R"("state":"FAILED")") != std::string::npos;
    });
    EXPECT_EQ(healthcheck(port), "unhealthy: task " + topic + " 0 FAILED\n");
    stop(*worker);
}

TEST_F(RestTest, ListsPluginsWithTheirKeys) {
    const auto worker = start(worker_file(), file_sink(new_topic()));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);

    EXPECT_THAT(
        ask_rest(port, "GET", "/connector-plugins").body,
        HasSubstr(
            R"({"class":"org.apache.kafka.connect.file.FileStreamSinkConnector","type":"sink",)"));
    const auto keys = ask_rest(port, "GET", "/connector-plugins/FileStreamSink/config").body;
    EXPECT_THAT(keys, testing::StartsWith(R"([{"name":"file","type":"STRING","required":false,)"));
    EXPECT_THAT(keys,
                HasSubstr(R"("group":"Common","width":"SHORT","display_name":"Tasks max",)"
                          R"("dependents":[],"order":4})"));
    expect(ask_rest(port, "GET", "/connector-plugins/NoSuch/config"),
           404,
           R"({"error_code":404,"message":"Unknown plugin NoSuch."})");
    stop(*worker);
}

TEST_F(RestTest, DoesNotHoldUpTheWorkerForTwoHundredSlowClients) {
    const std::string topic = new_topic();
    const auto worker = start(worker_file(), story_sink(database_, topic, topic));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);
    std::vector<std::unique_ptr<RestConnection>> slow;
    for (int count = 0; count < 200; ++count) {
        slow.push_back(std::make_unique<RestConnection>(port));
        slow.back()->send("GET /connectors HTTP/1.1\r\nX-Slow: ");
    }

    for (int id = 0; id < 100; ++id) {
        kafka().send(topic, id_struct(id), flight_json({}));
    }
    kafka().flush();

    expect_rows(*worker, database_, "SELECT count(*) FROM " + database_.quoted(topic), {{"100"}});
    EXPECT_EQ(ask_rest(port, "GET", "/connectors/" + topic + "/status").status, 200);
    stop(*worker);
}

TEST_F(RestTest, AnswersOnSeveralListenersAndForAnAdvertisedName) {
    const auto worker =
        start(worker_file("listeners=http://127.0.0.1:0,http://localhost:0\n"
                          "admin.listeners=\n"
                          "rest.advertised.host.name=connect.example\n"
                          "rest.advertised.port=80\n"
                          "access.control.allow.origin=*\n"
                          "response.http.headers.config=set X-Frame-Options:DENY\n"),
              file_sink(new_topic()));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);

    const auto answer = ask_rest(port, "GET", "/connectors?expand=status");

    EXPECT_THAT(answer.body, HasSubstr(R"("worker_id":"connect.example:80")"));
    EXPECT_THAT(answer.headers, HasSubstr("Vary: Origin\r\nX-Frame-Options: DENY\r\n"));
    EXPECT_EQ(ask_rest(port, "GET", "/admin/loggers").status, 404);
    EXPECT_THAT(worker->output(), HasSubstr("Added connector for http://localhost:0"));
    stop(*worker);
}

TEST_F(RestTest, CreatesASinkThatTheDatabaseLetsIn) {
    const auto worker = start(worker_file(), file_sink(new_topic()));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);
    for (const auto kind : {DatabaseKind::kPostgreSql, DatabaseKind::kMySql}) {
        const std::string topic = new_topic();
        ScratchDatabase database(kind, folder_.path());

        const auto refused =
            ask_rest(port, "POST", "/connectors", story_request(database, topic, "wrong-secret"));
        EXPECT_EQ(refused.status, 400) << refused.body;
        EXPECT_THAT(refused.body,
                    HasSubstr("Connector configuration is invalid and contains the following "));
        EXPECT_THAT(refused.body, HasSubstr("Could not connect to database"));
        EXPECT_THAT(refused.body, HasSubstr("check connection.user and connection.password"));
        EXPECT_EQ(refused.body.find("wrong-secret"), std::string::npos) << refused.body;
        EXPECT_EQ(ask_rest(port, "GET", "/connectors/" + topic + "-jdbc").status, 404);

        const auto body = story_request(database, topic, database.password());
        const auto created = ask_rest(port, "POST", "/connectors", body);
        EXPECT_EQ(created.status, 201) << created.body;
        EXPECT_THAT(created.headers,
                    HasSubstr("Location: http://localhost/connectors/" + topic + "-jdbc\r\n"));
        EXPECT_THAT(created.body,
                    HasSubstr(fmt::format(
                        R"("tasks":[{{"connector":"{}-jdbc","task":0}}],"type":"sink"}})", topic)));
        expect(ask_rest(port, "POST", "/connectors", body),
               409,
               fmt::format(R"({{"error_code":409,"message":"Connector {}-jdbc already exists"}})",
                           topic));

        kafka().send(topic, id_struct(1), flight_json({}));
        kafka().flush();
        expect_rows(*worker, database, "SELECT id FROM " + database.quoted(topic), {{"1"}});
    }
    stop(*worker);
    EXPECT_EQ(worker->output().find("wrong-secret"), std::string::npos);
}

TEST_F(RestTest, ChecksAConfigurationWithoutCreatingAnything) {
    const std::string topic = new_topic();
    ScratchDatabase database(DatabaseKind::kPostgreSql, folder_.path());
    const auto worker = start(worker_file(), file_sink(topic));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);
    const auto check = [&](const std::string& plugin, const std::string& password) {
        const auto request = story_request(database, topic, password);
        const auto config = request.substr(request.find(R"("config":)") + 9);
        return ask_rest(port,
                        "PUT",
                        "/connector-plugins/" + plugin + "/config/validate",
                        config.substr(0, config.size() - 1));
    };
    const auto good = check("JdbcSink", database.password());
    EXPECT_EQ(good.status, 200) << good.body;
    EXPECT_THAT(good.body,
                HasSubstr(R"({"name":"io.confluent.connect.jdbc.JdbcSinkConnector",)"
                          R"("error_count":1,"groups":["Common",)"));
    EXPECT_THAT(good.body, HasSubstr(R"("name":"connection.password","value":"[hidden]")"));
    EXPECT_THAT(good.body, HasSubstr(R"("name":"tasks.max","value":"1")"));
    const auto bad = check("JdbcSink", "wrong-secret");
    EXPECT_EQ(bad.status, 200);
    EXPECT_THAT(bad.body, HasSubstr("check connection.user and connection.password"));
    EXPECT_EQ(bad.body.find("wrong-secret"), std::string::npos) << bad.body;
    EXPECT_EQ(check("FileStreamSink", "x").status, 400);
    expect(ask_rest(port, "GET", "/connectors"), 200, fmt::format(R"(["{}"])", topic));
    stop(*worker);
}

TEST_F(RestTest, PausesStopsChangesAndDeletesASinkWithoutLosingARecord) {
    const std::string topic = new_topic();
    const auto worker = start(worker_file("offset.flush.interval.ms=200\n"), file_sink(topic));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);
    const std::string path = "/connectors/" + topic;
    const auto send = [&](const std::string& line) {
        kafka().send(topic, std::nullopt, line);
        kafka().flush();
    };
    const auto wait_for_lines = [&](const std::string& file, const std::string& lines) {
        wait_until(file + " to have " + lines, [&] {
            worker->expect_running();
            const auto found = folder_.path() / file;
            return std::filesystem::exists(found) && read_file(found) == lines;
        });
    };
    send("one");
    wait_for_lines("lines.txt", "one\n");

    expect(ask_rest(port, "PUT", path + "/pause"), 202, "");
    wait_until("the task to be paused", [&] {
        return ask_rest(port, "GET", path + "/tasks/0/status").body.find("PAUSED") !=
               std::string::npos;
    });
    send("two");
    expect(ask_rest(port, "POST", path + "/restart?includeTasks=true&onlyFailed=true"),
           202,
           ask_rest(port, "GET", path + "/status").body);
    EXPECT_EQ(read_file(folder_.path() / "lines.txt"), "one\n");
    expect(ask_rest(port, "PUT", path + "/resume"), 202, "");
    wait_for_lines("lines.txt", "one\ntwo\n");

    expect(ask_rest(port, "PUT", path + "/stop"), 204, "");
    expect(ask_rest(port, "GET", path + "/tasks"), 200, "[]");
    send("three");
    const auto changed =
        ask_rest(port,
                 "PATCH",
                 path + "/config",
                 fmt::format(R"({{"file":"{}/others.txt"}})", folder_.path().string()));
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_THAT(changed.body, HasSubstr(R"("tasks":[],"type":"sink"})"));
    expect(ask_rest(port, "PUT", path + "/resume"), 202, "");
    wait_for_lines("others.txt", "three\n");

    expect(ask_rest(port, "POST", path + "/tasks/0/restart"), 204, "");
    send("four");
    wait_for_lines("others.txt", "three\nfour\n");
    expect(ask_rest(port, "DELETE", path), 204, "");
    expect(ask_rest(port, "GET", path),
           404,
           fmt::format(R"({{"error_code":404,"message":"Connector {} not found"}})", topic));
    EXPECT_EQ(read_file(folder_.path() / "lines.txt"), "one\ntwo\n");
    stop(*worker);
}

TEST_F(RestTest, RestartsATaskThatFailedOnceTheTableIsGone) {
    const std::string topic = new_topic();
    ScratchDatabase database(DatabaseKind::kPostgreSql, folder_.path());
    database.execute("CREATE TABLE " + database.quoted(topic) + " (id INTEGER PRIMARY KEY)");
    const auto worker = start(worker_file(), file_sink(new_topic()));
    const auto port = rest_port(*worker);
    wait_until_ready(*worker, port);
    const std::string path = "/connectors/" + topic + "-jdbc";
    const auto body = story_request(database, topic, database.password());
    EXPECT_EQ(ask_rest(port, "POST", "/connectors", body).status, 201);
    kafka().send(topic, id_struct(1), flight_json({}));
    kafka().flush();
    wait_until("the task to fail", [&] {
        return ask_rest(port, "GET", path + "/tasks/0/status").body.find("FAILED") !=
               std::string::npos;
    });

    database.execute("DROP TABLE " + database.quoted(topic));
    const auto restarted =
        ask_rest(port, "POST", path + "/restart?includeTasks=true&onlyFailed=true");
    EXPECT_EQ(restarted.status, 202);
    EXPECT_THAT(restarted.body, HasSubstr(R"({"state":"RUNNING")"));
    EXPECT_THAT(restarted.body, HasSubstr(R"({"id":0,"state":"RESTARTING")"));
    expect_rows(*worker, database, "SELECT id FROM " + database.quoted(topic), {{"1"}});
    stop(*worker);
}

}  // namespace
}  // namespace kconnect::test
