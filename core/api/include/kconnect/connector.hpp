#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>
#include <kconnect/export.hpp>
#include <kconnect/topic_partition.hpp>
#include <kconnect/version.hpp>

namespace kconnect {

class OffsetStorageReader;
class SinkTask;
class SourceTask;
struct SourceOffset;

/// What the worker offers to a connector.
/// Threads: any. Lifetime: as long as the connector.
class KCONNECT_API ConnectorContext {
public:
    virtual ~ConnectorContext();

    virtual std::string_view connector_name() const = 0;
    /// Asks the worker to call task_configs() again, soon, on the connector's thread.
    virtual void request_task_reconfiguration() = 0;
    /// Reports that the connector cannot go on: it becomes FAILED with this error.
    virtual void raise_error(std::exception_ptr error) = 0;
    /// What the tasks of a source connector have stored; null for a sink connector.
    /// Threads: the connector's own.
    virtual OffsetStorageReader* offset_storage_reader();
};

/// Knows how one connector's work is split into tasks. One instance serves one connector.
/// Threads: start(), task_configs() and stop() come from the connector's own thread, under a
/// deadline; config() and validate() from any.
class KCONNECT_API Connector {
public:
    virtual ~Connector();

    virtual std::string version() const { return kVersion; }

    /// The connector's own keys; those of the worker (name, tasks.max, ...) are not among them.
    virtual const ConfigDef& config() const = 0;

    /// Checks a configuration beyond single keys; the default is config().validate(). May open
    /// connections; nothing it finds is thrown.
    virtual std::vector<ConfigKeyResult> validate(const ConfigMap& config) const;

    /// Keeps what it needs of `config`. Throws ConnectException: the connector becomes FAILED.
    virtual void start(ConnectorContext& context, const ConfigMap& config) = 0;

    /// Configurations of at most `max_tasks` tasks, at least one.
    virtual std::vector<ConfigMap> task_configs(int max_tasks) = 0;

    virtual void stop() {}
};

/// Moves records out of Kafka.
class KCONNECT_API SinkConnector : public Connector {
public:
    ~SinkConnector() override;

    virtual std::unique_ptr<SinkTask> create_task() const = 0;
    /// Name of the task's class as REST shows it in `task.class`.
    virtual std::string_view task_class() const = 0;

    /// Told before the worker alters the group's offsets; true when offsets kept elsewhere were
    /// altered too. An absent offset means reset. Throws to refuse.
    virtual bool alter_offsets(
        const ConfigMap& config,
        const std::map<TopicPartition, std::optional<std::int64_t>>& offsets);
};

/// Moves records into Kafka.
class KCONNECT_API SourceConnector : public Connector {
public:
    ~SourceConnector() override;

    virtual std::unique_ptr<SourceTask> create_task() const = 0;
    virtual std::string_view task_class() const = 0;

    /// Told before the worker alters stored offsets; true when offsets kept elsewhere were altered
    /// too, or when there are none. A null offset means reset. Throws to refuse.
    virtual bool alter_offsets(const ConfigMap& config, std::span<const SourceOffset> offsets);
};

}  // namespace kconnect
