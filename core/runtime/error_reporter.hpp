#pragma once

#include <span>

#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>

namespace kconnect::runtime {

/// Hears of the records of a sink that failed, tolerated or not. Mirrors Connect's ErrorReporter.
/// Threads: any.
class ErrorReporter {
public:
    virtual ~ErrorReporter();

    /// `extra_headers` are what the sink adds to a dead letter; both are borrowed until it returns.
    virtual void report(const ErrantRecord& record, std::span<const RawHeader> extra_headers) = 0;
};

/// "org.apache.kafka.connect.errors.DataException": the Java class that `error` stands for.
std::string java_class_name(const std::exception_ptr& error);

/// "orders-3@17", as logs name a record.
std::string place_of(const RawRecord& record);

}  // namespace kconnect::runtime
