#pragma once

#include <atomic>
#include <set>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace kconnect {

/// Texts that must not be shown, such as what a configuration provider supplied for a password.
/// Threads: any.
class SecretMask {
public:
    /// Blanks around `secret` do not belong to it; of several lines each is one. Too short to be
    /// told from other text, and left alone: fewer than four characters, numbers of fewer than
    /// six digits, true and false.
    void add(std::string_view secret);

    /// `text` with `[hidden]` in the place of each secret.
    std::string masked(std::string_view text) const;

    /// Whether nothing has to be masked.
    bool is_empty() const noexcept { return is_empty_.load(std::memory_order_acquire); }

private:
    struct LongestFirst {
        bool operator()(const std::string& left, const std::string& right) const {
            return left.size() != right.size() ? left.size() > right.size() : left < right;
        }
    };

    mutable std::shared_mutex mutex_;
    std::set<std::string, LongestFirst> secrets_;
    std::atomic<bool> is_empty_ = true;
};

}  // namespace kconnect
