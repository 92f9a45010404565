#include <kconnect/errors.hpp>
#include <kconnect/testing/contexts.hpp>

namespace kconnect::test {

namespace {

/// A copy as it comes back from JSON, which has one type of whole numbers.
Value as_from_json(const Value& value, Arena& arena) {
    if (value.is_integer()) {
        return Value::of_int64(value.to_integer());
    }
    if (value.kind() == ValueKind::kMap) {
        const auto entries = arena.make_array<MapEntry>(value.as_map().size());
        for (std::size_t index = 0; index < entries.size(); ++index) {
            const MapEntry& entry = value.as_map()[index];
            entries[index] = {as_from_json(entry.key, arena), as_from_json(entry.value, arena)};
        }
        return Value::of_map(entries);
    }
    return copy_value(value, arena);
}

}  // namespace

void RecordingErrantReporter::report(const SinkRecord& record,
                                     std::exception_ptr error,
                                     std::span<const RawHeader> extra_headers) {
    const RawRecord& raw = *record.original;
    ReportedRecord report{{std::string(raw.topic), raw.partition}, raw.offset, describe(error), {}};
    for (const RawHeader& header : extra_headers) {
        report.headers.emplace_back(header.key, header.value.value_or(std::string_view()));
    }
    reported.push_back(std::move(report));
    if (!tolerates) {
        throw ConnectException("Tolerance exceeded in error handler", std::move(error));
    }
}

void FakeSinkTaskContext::offset(const OffsetMap& offsets) {
    for (const auto& [partition, offset] : offsets) {
        requested_offsets.insert_or_assign(partition, offset);
    }
}

void FakeSinkTaskContext::pause(std::span<const TopicPartition> partitions) {
    check_assigned(partitions, "pause");
    paused.insert(partitions.begin(), partitions.end());
}

void FakeSinkTaskContext::resume(std::span<const TopicPartition> partitions) {
    check_assigned(partitions, "resume");
    for (const TopicPartition& partition : partitions) {
        paused.erase(partition);
    }
}

void FakeSinkTaskContext::check_assigned(std::span<const TopicPartition> partitions,
                                         const char* verb) const {
    for (const TopicPartition& partition : partitions) {
        if (!assigned.contains(partition)) {
            throw IllegalWorkerStateException(
                std::string("SinkTasks may not ") + verb +
                " partitions that are not currently assigned to them.");
        }
    }
}

Value FakeOffsetStorage::offset(const Value& source_partition, Arena& into) {
    Arena scratch;
    const Value wanted = as_from_json(source_partition, scratch);
    for (const Entry& entry : offsets_) {
        if (entry.partition == wanted) {
            return copy_value(entry.offset, into);
        }
    }
    return {};
}

void FakeOffsetStorage::store(const Value& source_partition, const Value& source_offset) {
    const Value partition = as_from_json(source_partition, memory_);
    const Value offset = as_from_json(source_offset, memory_);
    for (Entry& entry : offsets_) {
        if (entry.partition == partition) {
            entry.offset = offset;
            return;
        }
    }
    offsets_.push_back({partition, offset});
}

}  // namespace kconnect::test
