#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace kconnect::transform {

/// What was worked out for the texts seen so far, such as the topics of a task: found again without
/// an allocation. Threads: one at a time.
template <typename Made>
class TextCache {
public:
    /// What `make(text)` gave for this text. Valid until the next call.
    template <typename Make>
    const Made& get(std::string_view text, Make make) {
        if (last_ != made_.end() && last_->first == text) {
            return last_->second;
        }
        last_ = made_.find(text);
        if (last_ == made_.end()) {
            Made made = make(text);
            if (made_.size() == kMost) {
                made_.clear();
            }
            last_ = made_.emplace(std::string(text), std::move(made)).first;
        }
        return last_->second;
    }

private:
    using Map = std::map<std::string, Made, std::less<>>;

    static constexpr std::size_t kMost = 1000;

    Map made_;
    typename Map::const_iterator last_ = made_.end();
};

}  // namespace kconnect::transform
