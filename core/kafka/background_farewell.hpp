#pragma once

// Private to core/kafka: shows librdkafka.

#include <memory>
#include <string>

#include "client_builder.hpp"

namespace kconnect::kafka {

/// Goes on with the close of a consumer on a thread of its own, until it has left its group.
/// `events` is the queue that the close was given. Nobody hears of its rebalances any more.
void leave_in_background(std::shared_ptr<Client> client, QueueHandle events, std::string group);

}  // namespace kconnect::kafka
