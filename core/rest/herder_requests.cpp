#include "rest/herder_requests.hpp"

namespace kconnect::rest {

HerderRequests::~HerderRequests() = default;

}  // namespace kconnect::rest
