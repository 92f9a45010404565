#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace kconnect {

/// Compares versions as Maven does, whose order Connect uses: numbers by value, missing parts as 0,
/// `alpha < beta < milestone < rc < snapshot < release < sp`.
std::weak_ordering compare_versions(std::string_view left, std::string_view right);

/// What `connector.plugin.version` asks for: `1.2` (that version), `[1.2]`, `[1,2)`, `(,2]`.
class VersionRange {
public:
    /// Throws ConfigException for what is no range.
    explicit VersionRange(std::string_view text);

    bool contains(std::string_view version) const;
    /// As Connect prints it; a single version is "[1.2,1.2]".
    const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
    std::optional<std::string> low_;   ///< Absent: no limit.
    std::optional<std::string> high_;  ///< Absent: no limit.
    bool includes_low_ = true;
    bool includes_high_ = true;
};

}  // namespace kconnect
