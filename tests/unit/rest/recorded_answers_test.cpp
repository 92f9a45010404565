// What Kafka Connect 4.1.1 has answered, byte for byte. The state that an
// answer shows is read from the answer itself, so each is shown once more by the handlers.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "fake_herder.hpp"
#include "rest/answers.hpp"
#include "rest/handler_call.hpp"
#include "rest/routes.hpp"

namespace kconnect::rest {
namespace {

using Json = nlohmann::ordered_json;

/// A line of recorded_answers.jsonl; traces are cut before Java's stack, and of Jetty's pages only
/// the message is kept.
struct Recording {
    Json line;

    std::string text(const char* member) const { return line.at(member).get<std::string>(); }
    std::string path() const { return text("target").substr(0, text("target").find('?')); }
    Json body() const { return Json::parse(text("body"), nullptr, false); }
    bool is_found() const { return line.at("status") == 200; }
    bool is_done() const { return line.at("status") == 202 || line.at("status") == 204; }
    bool is_created() const { return line.at("status") == 201; }
};

std::vector<Recording> recordings() {
    std::ifstream file(KCONNECT_RECORDED_ANSWERS);
    std::vector<Recording> result;
    for (std::string line; std::getline(file, line);) {
        result.push_back({Json::parse(line)});
    }
    return result;
}

OrderedConfig to_config(const Json& json) {
    OrderedConfig config;
    for (const auto& [key, value] : json.items()) {
        config.emplace_back(key, value.get<std::string>());
    }
    return config;
}

/// What the handlers are asked about.
struct World {
    FakeHerder herder;
    std::string worker_id = "127.0.0.1:18283";

    void take_state(const Json& json, StateView& state) {
        state.state = json.at("state").get<std::string>();
        state.trace = json.value("trace", "");
        if (json.contains("version") && json.at("version").is_string()) {
            state.version = json.at("version").get<std::string>();
        }
        worker_id = json.at("worker_id").get<std::string>();
    }

    void take_status(const Json& json, ConnectorView& connector) {
        connector.type = json.at("type").get<std::string>();
        take_state(json.at("connector"), connector.state);
        connector.tasks.resize(json.at("tasks").size());
        for (std::size_t index = 0; index < connector.tasks.size(); ++index) {
            take_state(json.at("tasks").at(index), connector.tasks[index].state);
        }
    }

    static void take_info(const Json& json, ConnectorView& connector) {
        connector.type = json.at("type").is_string() ? json.at("type").get<std::string>() : "";
        connector.config = to_config(json.at("config"));
        connector.tasks.resize(json.at("tasks").size());
    }

    void take_list(const Json& json) {
        for (const auto& [key, value] : json.items()) {
            ConnectorView connector;
            connector.name = json.is_array() ? value.get<std::string>() : key;
            if (value.is_object() && value.contains("status")) {
                take_status(value.at("status"), connector);
            }
            if (value.is_object() && value.contains("info")) {
                take_info(value.at("info"), connector);
            }
            herder.all.push_back(connector);
        }
    }

    /// A resource of one connector, e.g. "status".
    void take_resource(const std::string& resource, const Json& json, ConnectorView& connector) {
        if (resource.empty()) {
            connector.name = json.at("name").get<std::string>();
            take_info(json, connector);
        } else if (resource == "config") {
            connector.config = to_config(json);
        } else if (resource == "status" && json.contains("connector")) {
            take_status(json, connector);
        } else if (resource == "status") {
            connector.tasks.resize(json.at("id").get<std::size_t>() + 1);
            take_state(json, connector.tasks.back().state);
        } else if (resource == "tasks") {
            for (const auto& task : json) {
                connector.tasks.push_back({{}, to_config(task.at("config"))});
            }
        } else if (resource == "topics") {
            herder.topics[connector.name] = json.at(connector.name).at("topics");
        } else if (resource == "offsets") {
            for (const auto& entry : json.at("offsets")) {
                const auto& offset = entry.at("offset");
                herder.all_offsets.push_back(
                    {entry.at("partition").dump(),
                     offset.is_null() ? std::nullopt : std::optional(offset.dump())});
            }
        }
    }
};

void take(const Recording& recording, World& world) {
    const auto path = recording.path();
    const auto segments = http::parse_target(path).path;
    if (recording.is_created()) {
        ConnectorView connector;
        connector.name = recording.body().at("name").get<std::string>();
        World::take_info(recording.body(), connector);
        world.herder.next = connector;
    } else if (recording.is_done()) {
        ConnectorView connector;
        connector.name = segments[1];
        connector.tasks.resize(2);
        if (!recording.text("body").empty()) {
            world.take_status(recording.body(), connector);
        }
        world.herder.all = {connector};
    } else if (!recording.is_found() || recording.text("body").empty()) {
        world.herder.all = {recorded_sink()};
    } else if (segments.front() == "connectors" && segments.size() == 1) {
        world.take_list(recording.body());
    } else if (segments.front() == "connectors") {
        ConnectorView connector;
        connector.name = segments[1];
        world.take_resource(
            segments.size() > 2 && recording.text("method") == "GET" ? segments.back() : "",
            recording.body(),
            connector);
        world.herder.all = {connector};
    }
    world.herder.ready = recording.text("body").find("starting") == std::string::npos;
}

Response answer(const Recording& recording) {
    World world;
    Request request{.method = recording.text("method"), .target = {}, .headers = {}, .body = {}};
    try {
        request.target = http::parse_target(recording.text("target"));
    } catch (const BadTarget& problem) {
        auto page = error_page(400, problem.what());
        page.body = problem.what();
        return page;
    }
    if (const auto accept = recording.text("accept"); !accept.empty()) {
        request.headers.emplace_back("Accept", accept);
    }
    if (recording.line.contains("request")) {
        request.body = recording.text("request");
        request.headers.emplace_back("Content-Type", recording.text("request_type"));
        request.headers.emplace_back("Host", recording.text("host"));
    }
    take(recording, world);
    constexpr ListenerRole kRegular[] = {ListenerRole::kRegular};
    auto found = Router(routes(), kRegular).find(request);
    if (auto* const response = std::get_if<Response>(&found)) {
        return *response;
    }
    const HandlerContext context{
        .herder = world.herder,
        .requests = world.herder,
        .worker_id = world.worker_id,
        .has_topic_tracking = recording.text("body").find("disabled") == std::string::npos};
    return call_handler(std::get<RouteMatch>(found), context, request);
}

TEST(RecordedAnswers, AreGivenByteForByte) {
    const auto all = recordings();
    ASSERT_GT(all.size(), 110U);
    for (const auto& recording : all) {
        SCOPED_TRACE(recording.text("recording"));
        const auto response = answer(recording);
        EXPECT_EQ(response.status, recording.line.at("status").get<int>());
        EXPECT_EQ(response.content_type, recording.text("content_type"));
        if (recording.text("method") != "HEAD") {
            EXPECT_EQ(response.body, recording.text("body"));
        }
        for (const auto& [name, value] : response.headers) {
            if (name == "Allow") {
                EXPECT_EQ(value, recording.text("allow"));
            }
            if (name == "Location") {
                EXPECT_EQ(value, recording.text("location"));
            }
        }
    }
}

}  // namespace
}  // namespace kconnect::rest
