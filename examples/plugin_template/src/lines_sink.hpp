#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>
#include <kconnect/simple_connector.hpp>

namespace plugin_template {

/// Appends each record as a line "key=value" to a file.
class LinesSinkTask final : public kconnect::SinkTask {
public:
    static constexpr std::string_view kTaskClass = "com.example.LinesSinkTask";

    static const kconnect::ConfigDef& config_def() {
        static const kconnect::ConfigDef def{
            {.name = "file",
             .importance = kconnect::Importance::kHigh,
             .doc = "File to append to; created when it does not exist."},
        };
        return def;
    }

    void start(const kconnect::ConfigMap& config) override {
        name_ = config_def().parse(config).string("file");
        file_.open(name_, std::ios::app);
        if (!file_) {
            throw kconnect::ConnectException("file=" + name_ +
                                             " cannot be opened; check folder and permissions");
        }
    }

    void put(const kconnect::RecordBatch& batch) override {
        for (const kconnect::SinkRecord& record : batch) {
            file_ << to_string(record.key_schema, record.key) << '='
                  << to_string(record.value_schema, record.value) << '\n';
        }
    }

    /// Comes before offsets are committed; after an exception the records come again.
    void flush(const kconnect::OffsetMap& /*current*/) override {
        if (!file_.flush()) {
            file_.clear();
            throw kconnect::ConnectException("file=" + name_ + " cannot be written; is it full?");
        }
    }

    void stop() override { file_.close(); }

private:
    std::string name_;
    std::ofstream file_;
};

}  // namespace plugin_template
