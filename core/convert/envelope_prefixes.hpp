#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "convert/json_schema_cache.hpp"

namespace kconnect::convert {

/// How the last few kinds of enveloped messages begin, up to the payload: a message that begins
/// with the same bytes has the same schema, so that its schema need not be parsed again.
/// Threads: one at a time.
class EnvelopePrefixes {
public:
    struct Prefix {
        std::string bytes;
        KnownSchemaPtr known;
    };

    static constexpr std::size_t kMaxPrefixes = 16;

    explicit EnvelopePrefixes(std::size_t capacity = kMaxPrefixes) : capacity_(capacity) {}

    /// The prefix that `message` begins with, null when none does; valid until add().
    const Prefix* match(std::string_view message) noexcept;

    /// Remembers a prefix that match() did not find.
    void add(std::string_view bytes, KnownSchemaPtr known);

    std::size_t size() const noexcept { return prefixes_.size(); }

private:
    std::size_t capacity_;
    std::vector<std::unique_ptr<Prefix>> prefixes_;  ///< Last used first.
};

}  // namespace kconnect::convert
