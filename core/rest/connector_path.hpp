#pragma once

#include <memory>
#include <string>

#include "rest/router.hpp"

namespace kconnect::rest {

/// The connector that the path names.
const std::string& connector_name(const Call& call);

/// The same as it is now; throws NotFoundException when there is none.
std::unique_ptr<const ConnectorView> connector_or_404(const Call& call);

/// The number of the task that the path names. Throws NotFoundException for what is no number, as
/// Jersey answers it.
int task_number(const Call& call);

}  // namespace kconnect::rest
