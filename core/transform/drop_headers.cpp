#include "drop_headers.hpp"

#include <algorithm>

#include "record_part.hpp"

namespace kconnect::transform {

const ConfigDef& DropHeaders::config_def() {
    static const ConfigDef def{
        {.name = "headers",
         .type = ConfigType::kList,
         .validator = non_empty_list(),
         .importance = Importance::kHigh,
         .doc = "Names of the headers to remove; upper and lower case differ."},
    };
    return def;
}

void DropHeaders::configure(const ConfigMap& config) {
    names_ = config_def().parse(config).list("headers");
}

bool DropHeaders::apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory& memory) {
    const auto old = record.headers;
    const auto is_dropped_here = [this](const Header& header) { return is_dropped(header); };
    if (std::ranges::none_of(old, is_dropped_here)) {
        return true;
    }
    const auto kept = memory.arena().make_array<Header>(old.size());
    const auto end = std::ranges::remove_copy_if(old, kept.begin(), is_dropped_here).out;
    record.headers = {kept.begin(), end};
    return true;
}

bool DropHeaders::is_dropped(const Header& header) const noexcept {
    return std::ranges::find(names_, header.key) != names_.end();
}

}  // namespace kconnect::transform
