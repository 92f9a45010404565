#pragma once

#include <optional>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>

#include "runtime/task_status.hpp"

namespace kconnect {

/// A task at one moment; a value.
struct TaskSnapshot {
    runtime::TaskState state = runtime::TaskState::kUnassigned;
    std::string trace;                   ///< Why it failed; else empty.
    std::optional<std::string> version;  ///< Absent when the task could not be made.
    ConfigMap config;                    ///< With variables, as REST shows it.
};

/// A connector and its tasks at one moment; a value.
struct ConnectorStatus {
    std::string name;
    std::string version;
    bool is_source = false;
    ConfigMap config;  ///< With variables, as REST shows it.
    runtime::TaskStatus connector;
    std::vector<TaskSnapshot> tasks;  ///< In the order of their numbers.
    std::vector<std::string> topics;  ///< That records of it came from or went to.
};

}  // namespace kconnect
