#pragma once

#include <span>

#include "rest/router.hpp"

namespace kconnect::rest {

/// All resources of Connect's REST API, in the order of docs/reference/rest.md. To add one: a line
/// here, its handler in handlers.hpp, its line in that page.
std::span<const Route> routes();

}  // namespace kconnect::rest
