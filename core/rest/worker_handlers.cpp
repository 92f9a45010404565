#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/version.hpp>

#include "rest/answers.hpp"
#include "rest/handlers.hpp"
#include "rest/json_views.hpp"

namespace kconnect::rest {
namespace {

using Json = nlohmann::ordered_json;

/// The version of Connect whose API this is: clients choose their requests by it.
constexpr std::string_view kConnectVersion = "4.1.1";

Response health(int status, std::string_view word, std::string_view message) {
    Json json;
    json["status"] = word;
    json["message"] = message;
    return json_response(status, json_text(json));
}

}  // namespace

Response get_root(const Call& call) {
    Json json;
    json["version"] = kConnectVersion;
    json["commit"] = fmt::format("kconnect-{}", kVersion);
    json["kafka_cluster_id"] = call.context.herder.cluster_id();
    return json_response(200, json_text(json));
}

Response get_health(const Call& call) {
    if (!call.context.herder.is_ready()) {
        return health(503, "starting", "Worker is still starting up.");
    }
    return health(200, "healthy", "Worker has completed startup and is ready to handle requests.");
}

}  // namespace kconnect::rest
