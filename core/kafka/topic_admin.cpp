#include "topic_admin.hpp"

namespace kconnect::kafka {

TopicAdmin::~TopicAdmin() = default;

}  // namespace kconnect::kafka
