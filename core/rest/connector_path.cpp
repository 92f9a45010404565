#include "rest/connector_path.hpp"

#include <charconv>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::rest {

const std::string& connector_name(const Call& call) {
    return call.parameters.front();
}

std::unique_ptr<const ConnectorView> connector_or_404(const Call& call) {
    auto connector = call.context.herder.connector(connector_name(call));
    if (!connector) {
        throw NotFoundException(fmt::format("Connector {} not found", connector_name(call)));
    }
    return connector;
}

int task_number(const Call& call) {
    const auto& text = call.parameters.back();
    int task = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), task);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw NotFoundException("HTTP 404 Not Found");
    }
    return task;
}

}  // namespace kconnect::rest
