#include "rest/herder_view.hpp"

namespace kconnect::rest {

HerderView::~HerderView() = default;

}  // namespace kconnect::rest
