#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace kconnect::runtime {

/// Topics that records of a connector came from (sinks) or went to (sources); its tasks share it.
/// Threads: any.
class ActiveTopics {
public:
    /// Allocates only for a topic that is new.
    void add(std::string_view topic);

    void clear();

    /// Sorted.
    std::vector<std::string> all() const;

private:
    mutable std::mutex mutex_;
    std::set<std::string, std::less<>> topics_;
};

}  // namespace kconnect::runtime
