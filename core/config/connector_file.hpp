#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>

namespace kconnect {

/// What a connector starts as.
enum class InitialState { kRunning, kPaused, kStopped };

/// A connector as a file on the command line or a REST client describes it.
struct ConnectorRequest {
    std::string name;
    ConfigMap config;  ///< Has `name`.
    InitialState initial_state = InitialState::kRunning;
    std::vector<std::string> nulls{};  ///< Keys whose value is JSON's null: each is an error.
};

/// Reads a connector file by its content, as Connect does: a JSON map of keys to values, else the
/// JSON body of POST /connectors, else Java properties. A file with a YAML extension is YAML and
/// may hold several connectors. Throws ConnectException with Connect's text, naming the file.
std::vector<ConnectorRequest> read_connector_file(const std::filesystem::path& file);

/// RUNNING, PAUSED or STOPPED in any case; throws ConnectException that names `place`.
InitialState parse_initial_state(std::string text, std::string_view place);

/// The same for text that is no YAML; `place` is the file's name in messages.
ConnectorRequest parse_connector_text(std::string_view text, std::string_view place);

}  // namespace kconnect
