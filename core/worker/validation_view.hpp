#pragma once

#include <kconnect/config_map.hpp>

#include "rest/herder_view.hpp"
#include "worker/connector_admission.hpp"

namespace kconnect {

/// What a check found, as REST shows it. `config` is what was checked, with its variables: they are
/// shown instead of what providers supplied.
rest::ValidationView validation_view(const CheckedConnector& checked, const ConfigMap& config);

}  // namespace kconnect
