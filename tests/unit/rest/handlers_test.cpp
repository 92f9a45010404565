#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "fake_herder.hpp"
#include "rest/handler_call.hpp"
#include "rest/routes.hpp"

namespace kconnect::rest {
namespace {

constexpr ListenerRole kRoles[] = {ListenerRole::kRegular, ListenerRole::kAdmin};

/// Expected bodies are what Kafka Connect 4.1.1 has answered.
class HandlersTest : public testing::Test {
protected:
    Response get(std::string_view target) { return ask("GET", target); }

    Response ask(std::string method, std::string_view target) {
        const Request request{.method = std::move(method),
                              .target = http::parse_target(target),
                              .headers = {{"Content-Type", "application/json"}},
                              .body = body_};
        auto found = Router(routes(), kRoles).find(request);
        if (auto* const response = std::get_if<Response>(&found)) {
            return *response;
        }
        const HandlerContext context{.herder = herder_,
                                     .requests = herder_,
                                     .worker_id = "127.0.0.1:18283",
                                     .has_topic_tracking = has_topic_tracking_,
                                     .allows_topic_tracking_reset = allows_topic_tracking_reset_};
        return call_handler(std::get<RouteMatch>(found), context, request);
    }

    void expect_json(int status, std::string_view body, const Response& response) {
        EXPECT_EQ(status, response.status);
        EXPECT_EQ(body, response.body);
        EXPECT_EQ("application/json", response.content_type);
    }

    void add_recorded_connectors() {
        herder_.all = {recorded_sink(), recorded_paused_sink(), recorded_stopped_source()};
    }

    FakeHerder herder_;
    std::string body_;
    bool has_topic_tracking_ = true;
    bool allows_topic_tracking_reset_ = true;
};

TEST_F(HandlersTest, RootTellsVersionAndCluster) {
    expect_json(200,
                R"({"version":"4.1.1","commit":"kconnect-0.1.0",)"
                R"("kafka_cluster_id":"Oryj7ogQRiimdF0DnOlZJQ"})",
                get("/"));
}

TEST_F(HandlersTest, HealthIsHealthyAfterTheStart) {
    expect_json(200,
                R"({"status":"healthy","message":"Worker has completed startup and is ready to )"
                R"(handle requests."})",
                get("/health"));
}

TEST_F(HandlersTest, HealthIsStartingBefore) {
    herder_.ready = false;

    expect_json(
        503, R"({"status":"starting","message":"Worker is still starting up."})", get("/health"));
}

TEST_F(HandlersTest, ConnectorsAreListed) {
    expect_json(200, "[]", get("/connectors"));
    add_recorded_connectors();
    expect_json(200, R"(["rt-sink","rt paused/1","rt-stopped"])", get("/connectors/"));
}

TEST_F(HandlersTest, ConnectorsAreExpanded) {
    expect_json(200, "{}", get("/connectors?expand=status&expand=info"));
    herder_.all = {recorded_stopped_source()};
    constexpr std::string_view kBoth =
        R"({"rt-stopped":{"status":{"name":"rt-stopped","connector":{"state":"STOPPED",)"
        R"("worker_id":"127.0.0.1:18283","version":"4.1.1"},"tasks":[],"type":"source"},)"
        R"("info":{"name":"rt-stopped","config":{"connector.class":"FileStreamSource",)"
        R"("topic":"rt-src","file":"/data/in.txt","name":"rt-stopped"},"tasks":[],)"
        R"("type":"source"}}})";
    expect_json(200, kBoth, get("/connectors?expand=status&expand=info"));
    expect_json(200, kBoth, get("/connectors?expand=info&expand=status"));
}

TEST_F(HandlersTest, UnknownExpansionsAreIgnored) {
    add_recorded_connectors();

    expect_json(200,
                R"({"rt-sink":{},"rt paused/1":{},"rt-stopped":{}})",
                get("/connectors?expand=STATUS"));
}

TEST_F(HandlersTest, AConnectorHasConfigurationAndTasks) {
    add_recorded_connectors();

    expect_json(200,
                R"({"name":"rt-sink","config":{"connector.class":"FileStreamSink","tasks.max":"2",)"
                R"("topics":"rt-a","file":"/data/out.txt",)"
                R"("value.converter":"org.apache.kafka.connect.storage.StringConverter",)"
                R"("name":"rt-sink"},"tasks":[{"connector":"rt-sink","task":0},)"
                R"({"connector":"rt-sink","task":1}],"type":"sink"})",
                get("/connectors/rt-sink"));
}

TEST_F(HandlersTest, AConfigurationIsShownAsWritten) {
    herder_.all = {recorded_stopped_source()};
    herder_.all.front().config = {{"secret", "${file:/data/sec.properties:k}"}};

    expect_json(200,
                R"({"secret":"${file:/data/sec.properties:k}"})",
                get("/connectors/rt-stopped/config"));
}

TEST_F(HandlersTest, AStatusTellsStates) {
    add_recorded_connectors();

    expect_json(200,
                R"({"name":"rt-sink","connector":{"state":"RUNNING","worker_id":"127.0.0.1:18283",)"
                R"("version":"4.1.1"},"tasks":[{"id":0,"state":"RUNNING",)"
                R"("worker_id":"127.0.0.1:18283","version":"4.1.1"},{"id":1,"state":"RUNNING",)"
                R"("worker_id":"127.0.0.1:18283","version":"4.1.1"}],"type":"sink"})",
                get("/connectors/rt-sink/status"));
    expect_json(200,
                R"({"name":"rt-stopped","connector":{"state":"STOPPED",)"
                R"("worker_id":"127.0.0.1:18283","version":"4.1.1"},"tasks":[],"type":"source"})",
                get("/connectors/rt-stopped/status"));
}

TEST_F(HandlersTest, AStatusTellsWhyATaskFailed) {
    herder_.all = {recorded_sink()};
    herder_.all.front().tasks.pop_back();
    herder_.all.front().tasks.front().state = {
        "FAILED", "org.apache.kafka.connect.errors.ConnectException: no\n", std::nullopt};

    expect_json(200,
                R"({"id":0,"state":"FAILED","worker_id":"127.0.0.1:18283","version":null,)"
                R"("trace":"org.apache.kafka.connect.errors.ConnectException: no\n"})",
                get("/connectors/rt-sink/tasks/0/status"));
    EXPECT_NE(std::string::npos,
              get("/connectors/rt-sink/status").body.find(R"("version":null,"trace":"org)"));
}

TEST_F(HandlersTest, ATraceMayHoldAnyBytes) {
    herder_.all = {recorded_sink()};
    herder_.all.front().state = {"FAILED", "bad \xff\xfe byte", "1"};

    const auto response = get("/connectors/rt-sink/status");

    EXPECT_EQ(200, response.status);
    EXPECT_NE(std::string::npos, response.body.find("\"trace\":\"bad \ufffd\ufffd byte\""));
}

TEST_F(HandlersTest, TasksHaveConfigurations) {
    herder_.all = {recorded_sink(), recorded_stopped_source()};
    herder_.all.front().tasks.resize(1);

    expect_json(
        200,
        R"([{"id":{"connector":"rt-sink","task":0},"config":{"connector.class":"FileStreamSink",)"
        R"("file":"/data/out.txt","task.class":"org.apache.kafka.connect.file.FileStreamSinkTask",)"
        R"("tasks.max":"2","topics":"rt-a","name":"rt-sink",)"
        R"("value.converter":"org.apache.kafka.connect.storage.StringConverter"}}])",
        get("/connectors/rt-sink/tasks"));
    expect_json(200, "[]", get("/connectors/rt-stopped/tasks"));
}

TEST_F(HandlersTest, ATaskHasAStatus) {
    add_recorded_connectors();

    expect_json(200,
                R"({"id":1,"state":"RUNNING","worker_id":"127.0.0.1:18283","version":"4.1.1"})",
                get("/connectors/rt-sink/tasks/1/status"));
}

TEST_F(HandlersTest, TopicsAreNamedUnderTheConnector) {
    herder_.topics["rt-5regex"] = {"rt-rx-new"};

    expect_json(
        200, R"({"rt-5regex":{"topics":["rt-rx-new"]}})", get("/connectors/rt-5regex/topics"));
    expect_json(200, R"({"nope":{"topics":[]}})", get("/connectors/nope/topics"));
}

TEST_F(HandlersTest, TopicsMayBeForbidden) {
    has_topic_tracking_ = false;

    expect_json(403,
                R"({"error_code":403,"message":"Topic tracking is disabled."})",
                get("/connectors/x/topics"));
}

TEST_F(HandlersTest, OffsetsAreShownAsTheyAreStored) {
    add_recorded_connectors();
    expect_json(200, R"({"offsets":[]})", get("/connectors/rt-sink/offsets"));
    herder_.all_offsets = {
        {R"({"kafka_partition":0,"kafka_topic":"rt-bad"})", R"({"kafka_offset":3})"},
        {R"({"file":"a","n":1})", std::nullopt}};
    expect_json(200,
                R"({"offsets":[{"partition":{"kafka_partition":0,"kafka_topic":"rt-bad"},)"
                R"("offset":{"kafka_offset":3}},{"partition":{"file":"a","n":1},"offset":null}]})",
                get("/connectors/rt-sink/offsets"));
}

TEST_F(HandlersTest, ErrorsShowNoSecrets) {
    herder_.secret = "no-such-hunter22";

    expect_json(404,
                R"({"error_code":404,"message":"[hidden]"})",
                get("/connectors/no-such-hunter22/offsets"));
    expect_json(404,
                R"({"error_code":404,"message":"Connector other not found"})",
                get("/connectors/other/offsets"));
}

TEST_F(HandlersTest, EachResourceHasItsOwnTextForWhatIsUnknown) {
    add_recorded_connectors();
    const std::vector<std::pair<std::string, std::string>> expected = {
        {"/connectors/nope", "Connector nope not found"},
        {"/connectors/rt%20x%2Bplus", "Connector rt x+plus not found"},
        {"/connectors/nope/config", "Connector nope not found"},
        {"/connectors/nope/tasks", "Connector nope not found"},
        {"/connectors/nope/offsets", "Connector nope not found"},
        {"/connectors/nope/status", "No status found for connector nope"},
        {"/connectors/rt-sink/tasks/9/status", "No status found for task rt-sink-9"},
        {"/connectors/rt-sink/tasks/-1/status", "No status found for task rt-sink--1"},
        {"/connectors/nope/tasks/0/status", "No status found for task nope-0"},
        {"/connectors/rt-sink/tasks/abc/status", "HTTP 404 Not Found"},
        {"/connector-plugins/NoSuch/config", "Unknown plugin NoSuch."}};

    for (const auto& [target, message] : expected) {
        expect_json(404, R"({"error_code":404,"message":")" + message + "\"}", get(target));
    }
}

TEST_F(HandlersTest, PluginsAreListed) {
    herder_.all_plugins = {
        {"org.apache.kafka.connect.file.FileStreamSinkConnector", "sink", "4.1.1"},
        {"org.apache.kafka.connect.transforms.Filter", "transformation", "4.1.1"}};
    constexpr std::string_view kSink =
        R"({"class":"org.apache.kafka.connect.file.FileStreamSinkConnector","type":"sink",)"
        R"("version":"4.1.1"})";
    const std::string sinks = "[" + std::string(kSink) + "]";

    expect_json(200, sinks, get("/connector-plugins"));
    expect_json(200, sinks, get("/connector-plugins?connectorsOnly=True"));
    for (const auto* value : {"false", "xyz", ""}) {
        expect_json(200,
                    "[" + std::string(kSink) +
                        R"(,{"class":"org.apache.kafka.connect.transforms.Filter",)"
                        R"("type":"transformation","version":"4.1.1"}])",
                    get(std::string("/connector-plugins?connectorsOnly=") + value));
    }
}

TEST_F(HandlersTest, APluginHasKeys) {
    herder_.keys = {
        {{.name = "file",
          .default_value = nullptr,
          .importance = Importance::kHigh,
          .doc = "A file."},
         -1},
        {{.name = "tasks.max",
          .type = ConfigType::kInt,
          .default_value = "1",
          .importance = Importance::kHigh,
          .doc = "Tasks.",
          .group = "Common",
          .width = Width::kShort,
          .display_name = "Tasks max",
          .dependents = {"x"}},
         4},
        {{.name = "password", .type = ConfigType::kPassword, .default_value = "pw"}, -1}};

    expect_json(
        200,
        R"([{"name":"file","type":"STRING","required":false,"default_value":null,)"
        R"("importance":"HIGH","documentation":"A file.","group":null,"width":"NONE",)"
        R"("display_name":"file","dependents":[],"order":-1},)"
        R"({"name":"tasks.max","type":"INT","required":false,"default_value":"1",)"
        R"("importance":"HIGH","documentation":"Tasks.","group":"Common","width":"SHORT",)"
        R"("display_name":"Tasks max","dependents":["x"],"order":4},)"
        R"({"name":"password","type":"PASSWORD","required":false,"default_value":"[hidden]",)"
        R"("importance":"MEDIUM","documentation":"","group":null,"width":"NONE",)"
        R"("display_name":"password","dependents":[],"order":-1}])",
        get("/connector-plugins/FileStreamSink/config"));
}

TEST_F(HandlersTest, APluginVersionIsPassedOn) {
    expect_json(400,
                R"({"error_code":400,"message":"Invalid version specification: [1"})",
                get("/connector-plugins/FileStreamSink/config?version=[1"));
}

TEST_F(HandlersTest, DistributedResourcesAnswerAsStandaloneDoes) {
    expect_json(500,
                R"({"error_code":500,"message":"Kafka Connect in standalone mode does not support )"
                R"(externally setting task configurations."})",
                ask("POST", "/connectors/rt-sink/tasks"));
    expect_json(500,
                R"({"error_code":500,"message":"Kafka Connect in standalone mode does not support )"
                R"(exactly-once source connectors."})",
                ask("PUT", "/connectors/rt-sink/fence"));
}

TEST_F(HandlersTest, RestartsWhatTheQueryAsksFor) {
    add_recorded_connectors();
    EXPECT_EQ(204, ask("POST", "/connectors/rt-sink/restart").status);
    EXPECT_EQ(204, ask("POST", "/connectors/rt-sink/restart?includeTasks=1&onlyFailed=").status);
    EXPECT_EQ(202, ask("POST", "/connectors/rt-sink/restart?includeTasks=TRUE").status);
    EXPECT_EQ(202, ask("POST", "/connectors/rt-sink/restart?onlyFailed=true").status);
    EXPECT_EQ(204, ask("POST", "/connectors/rt-sink/tasks/1/restart").status);
    EXPECT_THAT(herder_.done,
                testing::ElementsAre("restart rt-sink",
                                     "restart rt-sink",
                                     "restart rt-sink with tasks",
                                     "restart rt-sink if failed",
                                     "restart rt-sink-1"));
}

TEST_F(HandlersTest, RefusesToRestartATaskWithoutANumber) {
    add_recorded_connectors();
    expect_json(404,
                R"({"error_code":404,"message":"HTTP 404 Not Found"})",
                ask("POST", "/connectors/rt-sink/tasks/x/restart"));
    EXPECT_THAT(herder_.done, testing::IsEmpty());
}

TEST_F(HandlersTest, ChangesStates) {
    add_recorded_connectors();
    EXPECT_EQ(202, ask("PUT", "/connectors/rt-sink/pause").status);
    EXPECT_EQ(202, ask("PUT", "/connectors/rt-sink/resume").status);
    EXPECT_EQ(204, ask("PUT", "/connectors/rt-sink/stop").status);
    EXPECT_EQ(204, ask("DELETE", "/connectors/rt-sink").status);
    EXPECT_THAT(
        herder_.done,
        testing::ElementsAre("rt-sink pauses", "rt-sink runs", "rt-sink stops", "delete rt-sink"));
}

TEST_F(HandlersTest, ResetsTopicsWhereTheWorkerAllowsIt) {
    add_recorded_connectors();
    herder_.topics["rt-sink"] = {"rt-a"};
    allows_topic_tracking_reset_ = false;
    expect_json(403,
                R"({"error_code":403,"message":"Topic tracking reset is disabled."})",
                ask("PUT", "/connectors/rt-sink/topics/reset"));
    EXPECT_EQ(1U, herder_.topics.size());
    allows_topic_tracking_reset_ = true;
    EXPECT_EQ(202, ask("PUT", "/connectors/rt-sink/topics/reset").status);
    EXPECT_TRUE(herder_.topics.empty());
}

TEST_F(HandlersTest, PatchesSomeKeysAndRemovesOthers) {
    add_recorded_connectors();
    body_ = R"({"tasks.max":3,"file":null,"errors.tolerance":"all"})";
    EXPECT_EQ(200, ask("PATCH", "/connectors/rt-sink/config").status);
    ASSERT_EQ(1U, herder_.requested.size());
    const ConfigMap expected = {
        {"connector.class", "FileStreamSink"},
        {"tasks.max", "3"},
        {"topics", "rt-a"},
        {"value.converter", "org.apache.kafka.connect.storage.StringConverter"},
        {"name", "rt-sink"},
        {"errors.tolerance", "all"}};
    EXPECT_EQ(expected, herder_.requested.front().config);
    EXPECT_THAT(herder_.requested.front().nulls, testing::IsEmpty());
}

TEST_F(HandlersTest, PutsAConfigurationWithItsNulls) {
    add_recorded_connectors();
    body_ = R"({"connector.class":"FileStreamSink","file":null})";
    EXPECT_EQ(200, ask("PUT", "/connectors/rt-sink/config").status);
    ASSERT_EQ(1U, herder_.requested.size());
    EXPECT_EQ((ConfigMap{{"connector.class", "FileStreamSink"}, {"name", "rt-sink"}}),
              herder_.requested.front().config);
    EXPECT_THAT(herder_.requested.front().nulls, testing::ElementsAre("file"));
}

TEST_F(HandlersTest, NamesTheKeyOfAConfigurationThatIsNoText) {
    body_ = R"({"tasks.max":{"a":1}})";
    expect_json(500,
                R"({"error_code":500,"message":"Cannot deserialize value of type )"
                R"(`java.lang.String` from Object value (token `JsonToken.START_OBJECT`)\n at )"
                R"([Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); )"
                R"(line: 1, column: 14] (through reference chain: java.util.LinkedHashMap)"
                R"x([\"tasks.max\"])"})x",
                ask("PUT", "/connectors/rt-sink/config"));
}

TEST_F(HandlersTest, ShowsWhatTheCheckOfAConfigurationFound) {
    ConfigKey key{.name = "tasks.max", .type = ConfigType::kInt, .default_value = "1"};
    key.group = "Common";
    herder_.validation = {.name = "FileStreamSink",
                          .error_count = 1,
                          .groups = {"Common"},
                          .keys = {{.definition = {key, 4},
                                    .value = "0",
                                    .recommended_values = {"1"},
                                    .errors = {"Value must be at least 1"}},
                                   {.definition = {{.name = "producer.override.x"}, -1},
                                    .is_defined = false,
                                    .value = {},
                                    .recommended_values = {},
                                    .errors = {},
                                    .is_visible = false}}};
    body_ = R"({"connector.class":"FileStreamSink","tasks.max":0,"file":null})";
    expect_json(200,
                R"({"name":"FileStreamSink","error_count":1,"groups":["Common"],"configs":[)"
                R"({"definition":{"name":"tasks.max","type":"INT","required":false,)"
                R"("default_value":"1","importance":"MEDIUM","documentation":"","group":"Common",)"
                R"("width":"NONE","display_name":"tasks.max","dependents":[],"order":4},)"
                R"("value":{"name":"tasks.max","value":"0","recommended_values":["1"],)"
                R"("errors":["Value must be at least 1"],"visible":true}},{"definition":null,)"
                R"("value":{"name":"producer.override.x","value":null,"recommended_values":[],)"
                R"("errors":[],"visible":false}}]})",
                ask("PUT", "/connector-plugins/FileStreamSinkConnector/config/validate"));
    ASSERT_EQ(1U, herder_.requested.size());
    EXPECT_EQ((ConfigMap{{"connector.class", "FileStreamSink"}, {"tasks.max", "0"}}),
              herder_.requested.front().config);
    EXPECT_THAT(herder_.requested.front().nulls, testing::ElementsAre("file"));
}

TEST_F(HandlersTest, RefusesToCheckAnotherClassThanThatOfThePath) {
    body_ = R"({"connector.class":"FileStreamSink","name":"rt-v","topics":"rt-a"})";
    expect_json(400,
                R"({"error_code":400,"message":"Included connector type FileStreamSink does not )"
                R"(match request type FileStreamSource"})",
                ask("PUT", "/connector-plugins/FileStreamSource/config/validate"));
    EXPECT_THAT(herder_.requested, testing::IsEmpty());
}

TEST_F(HandlersTest, SaysAsJavaThatAConfigurationToCheckHasNoClass) {
    body_ = R"({"name":"rt-v"})";
    herder_.refusal = "Connector config {name=rt-v} contains no connector type";
    expect_json(500,
                R"({"error_code":500,"message":)"
                R"("org.apache.kafka.connect.runtime.rest.errors.BadRequestException: Connector )"
                R"(config {name=rt-v} contains no connector type"})",
                ask("PUT", "/connector-plugins/FileStreamSink/config/validate"));
}

}  // namespace
}  // namespace kconnect::rest
