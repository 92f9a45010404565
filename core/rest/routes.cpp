#include "rest/routes.hpp"

#include "rest/handlers.hpp"

namespace kconnect::rest {
namespace {

constexpr auto kRegular = ListenerRole::kRegular;
constexpr auto kAdmin = ListenerRole::kAdmin;
constexpr auto kAtOnce = Duration::kAtOnce;
constexpr auto kMayBlock = Duration::kMayBlock;
/// Connect has it; a request of it is answered with 501.
constexpr Handler kNotYet = nullptr;

constexpr std::string_view kConnectors = "/connectors";
constexpr std::string_view kConnector = "/connectors/{connector}";
constexpr std::string_view kConfig = "/connectors/{connector}/config";
constexpr std::string_view kStatus = "/connectors/{connector}/status";
constexpr std::string_view kRestart = "/connectors/{connector}/restart";
constexpr std::string_view kPause = "/connectors/{connector}/pause";
constexpr std::string_view kResume = "/connectors/{connector}/resume";
constexpr std::string_view kStop = "/connectors/{connector}/stop";
constexpr std::string_view kTasks = "/connectors/{connector}/tasks";
constexpr std::string_view kFence = "/connectors/{connector}/fence";
constexpr std::string_view kTaskStatus = "/connectors/{connector}/tasks/{task}/status";
constexpr std::string_view kTaskRestart = "/connectors/{connector}/tasks/{task}/restart";
constexpr std::string_view kTopics = "/connectors/{connector}/topics";
constexpr std::string_view kTopicsReset = "/connectors/{connector}/topics/reset";
constexpr std::string_view kOffsets = "/connectors/{connector}/offsets";
constexpr std::string_view kPlugins = "/connector-plugins";
constexpr std::string_view kPluginConfig = "/connector-plugins/{plugin}/config";
constexpr std::string_view kValidate = "/connector-plugins/{plugin}/config/validate";
constexpr std::string_view kLoggers = "/admin/loggers";
constexpr std::string_view kLogger = "/admin/loggers/{logger}";

constexpr Route kRoutes[] = {
    {"GET", "/", kRegular, kAtOnce, get_root, "version and cluster id"},
    {"GET", "/health", kRegular, kAtOnce, get_health, "whether the worker has started"},
    {"GET", kConnectors, kRegular, kAtOnce, get_connectors, "names; `expand=status`, `info`"},
    {"POST", kConnectors, kRegular, kMayBlock, post_connectors, "create a connector"},
    {"GET", kConnector, kRegular, kAtOnce, get_connector, "configuration and tasks"},
    {"DELETE", kConnector, kRegular, kMayBlock, delete_connector, "delete the connector"},
    {"GET", kConfig, kRegular, kAtOnce, get_connector_config, "configuration"},
    {"PUT",
     kConfig,
     kRegular,
     kMayBlock,
     put_connector_config,
     "create or replace the configuration"},
    {"PATCH",
     kConfig,
     kRegular,
     kMayBlock,
     patch_connector_config,
     "change some of the configuration"},
    {"GET", kStatus, kRegular, kAtOnce, get_connector_status, "states, with traces"},
    {"POST",
     kRestart,
     kRegular,
     kMayBlock,
     restart_connector,
     "restart; `includeTasks`, `onlyFailed`"},
    {"PUT", kPause, kRegular, kMayBlock, pause_connector, "pause the connector"},
    {"PUT", kResume, kRegular, kMayBlock, resume_connector, "resume the connector"},
    {"PUT", kStop, kRegular, kMayBlock, stop_connector, "stop the connector"},
    {"GET", kTasks, kRegular, kAtOnce, get_tasks, "configurations of the tasks"},
    {"POST", kTasks, kRegular, kAtOnce, post_tasks, "of distributed workers: 500"},
    {"PUT", kFence, kRegular, kAtOnce, put_fence, "of distributed workers: 500"},
    {"GET", kTaskStatus, kRegular, kAtOnce, get_task_status, "state of one task"},
    {"POST", kTaskRestart, kRegular, kMayBlock, restart_task, "restart one task"},
    {"GET", kTopics, kRegular, kAtOnce, get_topics, "topics that were used"},
    {"PUT", kTopicsReset, kRegular, kMayBlock, reset_topics, "forget the topics"},
    {"GET", kOffsets, kRegular, kMayBlock, get_offsets, "offsets"},
    {"PATCH", kOffsets, kRegular, kMayBlock, kNotYet, "change offsets"},
    {"DELETE", kOffsets, kRegular, kMayBlock, kNotYet, "reset offsets"},
    {"GET", kPlugins, kRegular, kAtOnce, get_plugins, "classes; `connectorsOnly=false`"},
    {"GET", kPluginConfig, kRegular, kMayBlock, get_plugin_config, "keys; `version`"},
    {"PUT", kValidate, kRegular, kMayBlock, validate_plugin_config, "check a configuration"},
    {"GET", kLoggers, kAdmin, kAtOnce, kNotYet, "levels of the loggers"},
    {"GET", kLogger, kAdmin, kAtOnce, kNotYet, "level of one logger"},
    {"PUT", kLogger, kAdmin, kAtOnce, kNotYet, "set the level of loggers"},
};

}  // namespace

std::span<const Route> routes() {
    return kRoutes;
}

}  // namespace kconnect::rest
