#include <kconnect/config_provider.hpp>
#include <kconnect/connector.hpp>
#include <kconnect/converter.hpp>
#include <kconnect/sink_task.hpp>
#include <kconnect/source_task.hpp>
#include <kconnect/transformation.hpp>

// Defaults and key functions of the interfaces: their vtables live here, once.
namespace kconnect {

ConnectorContext::~ConnectorContext() = default;
Connector::~Connector() = default;
SinkConnector::~SinkConnector() = default;
SourceConnector::~SourceConnector() = default;
ErrantRecordReporter::~ErrantRecordReporter() = default;
SinkTaskContext::~SinkTaskContext() = default;
SinkTask::~SinkTask() = default;
SourceRecordBatch::SourceRecordBatch() = default;
SourceRecordBatch::~SourceRecordBatch() = default;
OffsetStorageReader::~OffsetStorageReader() = default;
SourceTaskContext::~SourceTaskContext() = default;
SourceTask::~SourceTask() = default;
Converter::~Converter() = default;
HeaderConverter::~HeaderConverter() = default;
Transformation::~Transformation() = default;
Predicate::~Predicate() = default;
ConfigProvider::~ConfigProvider() = default;
ConfigData ConfigProvider::get_keys(std::string_view path, std::span<const std::string> /*keys*/) {
    return get(path);
}

std::vector<ConfigKeyResult> Connector::validate(const ConfigMap& config) const {
    return this->config().validate(config);
}

bool SinkConnector::alter_offsets(const ConfigMap&,
                                  const std::map<TopicPartition, std::optional<std::int64_t>>&) {
    return false;
}

OffsetStorageReader* ConnectorContext::offset_storage_reader() {
    return nullptr;
}

bool SourceConnector::alter_offsets(const ConfigMap&, std::span<const SourceOffset>) {
    return false;
}

std::string SinkTask::version() const {
    return kVersion;
}

void SinkTask::open(std::span<const TopicPartition>) {
}

void SinkTask::flush(const OffsetMap&) {
}

OffsetMap SinkTask::pre_commit(const OffsetMap& current, std::chrono::milliseconds) {
    flush(current);
    return current;
}

void SinkTask::close(std::span<const TopicPartition>) {
}

void SourceRecordBatch::clear() noexcept {
    records_.clear();
    memory_.clear();
}

std::string SourceTask::version() const {
    return kVersion;
}

void SourceTask::commit() {
}

void SourceTask::commit_record(const SourceRecord&, const RecordMetadata*) {
}

}  // namespace kconnect
