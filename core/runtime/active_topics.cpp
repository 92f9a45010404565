#include "active_topics.hpp"

namespace kconnect::runtime {

void ActiveTopics::add(std::string_view topic) {
    const std::lock_guard lock(mutex_);
    if (topics_.find(topic) == topics_.end()) {
        topics_.emplace(topic);
    }
}

void ActiveTopics::clear() {
    const std::lock_guard lock(mutex_);
    topics_.clear();
}

std::vector<std::string> ActiveTopics::all() const {
    const std::lock_guard lock(mutex_);
    return {topics_.begin(), topics_.end()};
}

}  // namespace kconnect::runtime
