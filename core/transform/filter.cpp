#include "filter.hpp"

namespace kconnect::transform {

const ConfigDef& Filter::config_def() {
    static const ConfigDef def;
    return def;
}

void Filter::configure(const ConfigMap& /*config*/) {
}

bool Filter::apply(ConnectRecord& /*record*/, const SinkRecord* /*sink*/, BatchMemory& /*memory*/) {
    return false;
}

}  // namespace kconnect::transform
