#include "verify/passes.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace kconnect::verify {

namespace {

/// A repair may meet rows that the sink writes at the same moment; then it is done again.
constexpr int kMostRepairsInVain = 3;

/// Again as long as rows become equal and others wait that nobody has looked at twice.
TableResult compare_all(const Passes& passes) {
    TableResult result = passes.compare();
    std::uint64_t settled = result.findings.settled;
    bool gets_better = true;
    while (gets_better && result.findings.settled != 0 && result.findings.unlisted_count() != 0) {
        const std::uint64_t before = result.findings.count();
        result = passes.compare();
        settled += result.findings.settled;
        gets_better = result.findings.count() < before;
    }
    result.findings.settled = settled;
    return result;
}

}  // namespace

TableResult compare_in_passes(const Passes& passes) {
    TableResult result = compare_all(passes);
    std::uint64_t sent = 0;
    std::uint64_t deleted = 0;
    std::uint64_t not_repaired = 0;
    std::uint64_t fewest = result.findings.count();
    int in_vain = 0;
    while (result.findings.count() != 0 && in_vain < kMostRepairsInVain) {
        passes.repair(result);
        not_repaired = result.not_repaired;
        if (result.sent_again + result.deleted == 0) {
            break;
        }
        sent += result.sent_again;
        deleted += result.deleted;
        result = compare_all(passes);
        in_vain = result.findings.count() < fewest ? 0 : in_vain + 1;
        fewest = std::min(fewest, result.findings.count());
    }
    result.sent_again = sent;
    result.deleted = deleted;
    result.not_repaired = not_repaired;
    return result;
}

}  // namespace kconnect::verify
