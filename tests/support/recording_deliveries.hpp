#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/errors.hpp>

#include "kafka/record_producer.hpp"

namespace kconnect::test {

/// Remembers what a producer reports.
class RecordingDeliveries final : public kafka::DeliveryListener {
public:
    struct Report {
        std::uint64_t id;
        std::optional<RecordMetadata> metadata;
        std::string error;  ///< `class: message`; empty for a success.
    };

    void delivered(std::uint64_t id,
                   const RecordMetadata* metadata,
                   const std::exception_ptr& error) override {
        Report report{id, std::nullopt, {}};
        if (metadata != nullptr) {
            report.metadata = *metadata;
        }
        if (error) {
            const std::string trace = stack_trace(error);
            report.error = trace.substr(0, trace.find('\n'));
        }
        reports.push_back(std::move(report));
    }

    std::vector<std::uint64_t> ids() const {
        std::vector<std::uint64_t> result;
        for (const Report& report : reports) {
            result.push_back(report.id);
        }
        return result;
    }

    std::vector<Report> reports;
};

}  // namespace kconnect::test
