#pragma once

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>
#include <kconnect/export.hpp>
#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>

namespace kconnect {

/// Changes records one at a time, on sinks and sources. Threads: one at a time.
class KCONNECT_API Transformation {
public:
    virtual ~Transformation();

    virtual const ConfigDef& config() const = 0;
    /// Takes the properties below `transforms.<alias>.`, prefix removed.
    virtual void configure(const ConfigMap& config) = 0;

    /// Replaces parts of `record`, with new memory and schemas from `memory`; false drops the
    /// record (its offset still counts as done). `sink` is the same record when it comes
    /// from Kafka, else null. Throws DataException for a record that it cannot change.
    virtual bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) = 0;
};

/// Decides whether a transformation applies to a record. Threads: one at a time.
class KCONNECT_API Predicate {
public:
    virtual ~Predicate();

    virtual const ConfigDef& config() const = 0;
    virtual void configure(const ConfigMap& config) = 0;
    virtual bool test(const ConnectRecord& record) = 0;
};

}  // namespace kconnect
