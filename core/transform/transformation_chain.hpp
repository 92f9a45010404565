#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>
#include <kconnect/transformation.hpp>

namespace kconnect::transform {

/// One transformation of a chain, and the records that it is for.
struct ChainLink {
    std::unique_ptr<Transformation> transformation;
    std::string class_name;                ///< Java's, for errors.
    std::unique_ptr<Predicate> predicate;  ///< Null: for all records.
    bool negate = false;                   ///< For those that the predicate is not true for.
};

/// What a chain made of a record.
enum class ChainResult : std::uint8_t { kKept, kDropped, kFailed };

/// The transformations of one task, in their order. Mirrors Connect's TransformationChain.
/// Threads: one at a time.
class TransformationChain {
public:
    TransformationChain() = default;
    explicit TransformationChain(std::vector<ChainLink> links) : links_(std::move(links)) {}

    bool empty() const noexcept { return links_.empty(); }

    /// Changes `record` (a SinkRecord or a SourceRecord) link by link, until one drops it or fails;
    /// then `record` is as it was before that link. `execute(class_name, operation)` runs the
    /// operation, perhaps several times, and is false when it failed for good.
    template <typename Record, typename Execute>
    ChainResult apply(Record& record, BatchMemory& memory, Execute execute) {
        for (ChainLink& link : links_) {
            Record changed;
            bool is_kept = true;
            const bool is_done = execute(link.class_name, [&] {
                changed = record;  // Anew at each attempt: the last one may have changed parts.
                is_kept = apply(link, changed, memory);
            });
            if (!is_done) {
                return ChainResult::kFailed;
            }
            if (!is_kept) {
                return ChainResult::kDropped;
            }
            record = changed;
        }
        return ChainResult::kKept;
    }

private:
    template <typename Record>
    static bool apply(ChainLink& link, Record& record, BatchMemory& memory) {
        if (link.predicate != nullptr && link.predicate->test(record) == link.negate) {
            return true;
        }
        const SinkRecord* sink = nullptr;
        if constexpr (std::is_same_v<Record, SinkRecord>) {
            sink = &record;
        }
        return link.transformation->apply(record, sink, memory);
    }

    std::vector<ChainLink> links_;
};

}  // namespace kconnect::transform
