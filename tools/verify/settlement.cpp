#include "verify/settlement.hpp"

#include <algorithm>
#include <utility>

namespace kconnect::verify {

namespace {

/// A row that differed when it was last looked at.
struct Candidate {
    Difference difference;
    std::vector<KeyState> states;  ///< What the topic made of it, from the first look on.
    bool is_settled = false;
    bool is_final = false;
};

using Cells = std::vector<std::uint64_t>;

class Settlement {
public:
    Settlement(Findings& findings,
               const std::vector<std::string>& topics,
               const SettlementSources& sources)
        : findings_(findings), topics_(topics), sources_(sources) {
        for (Difference& difference : findings.differences) {
            index_.emplace(difference.key, candidates_.size());
            KeyState state = difference.topic;
            candidates_.push_back({.difference = std::move(difference), .states = {state}});
        }
        findings.differences.clear();
    }

    void run(std::chrono::milliseconds patience) {
        const auto deadline = sources_.now() + patience;
        while (look()) {
            if (sources_.now() >= deadline) {
                break;
            }
            sources_.pause();
        }
        finish();
    }

private:
    /// One round, in this order: commits, rows, records. True when something may still change.
    bool look() {
        const OffsetMap committed = sources_.committed();
        std::vector<std::string> keys;
        for (const Candidate& candidate : candidates_) {
            if (is_open(candidate)) {
                keys.push_back(candidate.difference.key);
            }
        }
        const auto rows = sources_.look_up(keys);
        sources_.tail([this](const std::string& key, const Change& change) {
            const auto found = index_.find(key);
            if (found != index_.end()) {
                auto& states = candidates_[found->second].states;
                states.push_back(states.back());
                states.back().apply(change);
            }
        });
        bool is_waiting = false;
        for (Candidate& candidate : candidates_) {
            if (is_open(candidate)) {
                const auto row = rows.find(candidate.difference.key);
                judge(candidate, row == rows.end() ? nullptr : &row->second, committed);
                is_waiting = is_waiting || is_open(candidate);
            }
        }
        return is_waiting;
    }

    static bool is_open(const Candidate& candidate) {
        return !candidate.is_settled && !candidate.is_final;
    }

    void judge(Candidate& candidate, const Cells* row, const OffsetMap& committed) const {
        Difference& difference = candidate.difference;
        if (difference.copies > 1) {
            candidate.is_final = true;
            return;
        }
        candidate.is_settled = std::any_of(
            candidate.states.begin(), candidate.states.end(), [row](const KeyState& state) {
                return state.matches(row);
            });
        if (candidate.is_settled) {
            return;
        }
        const KeyState& now = candidate.states.back();
        candidate.is_final = !is_pending(candidate.states.front(), committed);
        difference.is_pending = is_pending(now, committed);
        difference.topic = now;
        difference.columns =
            row == nullptr ? std::vector<std::size_t>() : now.differing_columns(*row);
        difference.copies = row == nullptr ? 0 : 1;
        if (row == nullptr) {
            difference.kind = DifferenceKind::kMissing;
        } else if (difference.kind == DifferenceKind::kMissing) {
            difference.kind = DifferenceKind::kDifferent;
        }
        if (difference.kind == DifferenceKind::kExtra && now.is_live()) {
            difference.kind = DifferenceKind::kDifferent;
        }
    }

    /// True when the sink may not have written the key's last record yet.
    bool is_pending(const KeyState& state, const OffsetMap& committed) const {
        if (!state.has_records()) {
            return false;
        }
        const Place& last = state.last();
        const auto found = committed.find({topics_[last.topic], last.partition});
        return found == committed.end() || found->second <= last.offset;
    }

    void finish() {
        for (Candidate& candidate : candidates_) {
            if (candidate.is_settled) {
                ++findings_.settled;
            } else {
                findings_.differences.push_back(std::move(candidate.difference));
            }
        }
    }

    Findings& findings_;
    const std::vector<std::string>& topics_;
    const SettlementSources& sources_;
    std::vector<Candidate> candidates_;
    std::unordered_map<std::string, std::size_t> index_;
};

}  // namespace

void settle(Findings& findings,
            const std::vector<std::string>& topics,
            const SettlementSources& sources,
            std::chrono::milliseconds patience) {
    if (!findings.differences.empty()) {
        Settlement(findings, topics, sources).run(patience);
    }
}

}  // namespace kconnect::verify
