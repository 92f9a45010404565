#pragma once

#include <chrono>

namespace kconnect::kafka {

/// Waits until all consumers have left their groups that did not manage to in the time of their
/// close(): a member cannot leave while its join waits for others. False when `deadline` came
/// first. Threads: any.
bool await_farewells(std::chrono::steady_clock::time_point deadline);

}  // namespace kconnect::kafka
