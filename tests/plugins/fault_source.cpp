// A source of 200 numbers that does wrong what its configuration asks for.
#include <kconnect/maps.hpp>
#include <kconnect/plugin.hpp>
#include <kconnect/schemas.hpp>
#include <kconnect/simple_connector.hpp>

#include "fault.hpp"

namespace fault {
namespace {

using kconnect::Arena;
using kconnect::SourceRecord;
using kconnect::Value;

class FaultSourceTask final : public kconnect::SourceTask {
public:
    static constexpr std::string_view kTaskClass = "fault.FaultSourceTask";
    static const kconnect::ConfigDef& config_def() {
        static const kconnect::ConfigDef def;
        return def;
    }

    void initialize(kconnect::SourceTaskContext& context) override {
        SourceTask::initialize(context);
        fault_ = Fault(context.configs());
        fault_.at("initialize");
    }
    void start(const ConfigMap& config) override {
        name_ = config.at("name");
        topic_ = config.at("topic");
        fault_.at("start");
    }
    void poll(kconnect::SourceRecordBatch& batch) override {
        fault_.at("poll");
        constexpr int kRecords = 200;
        constexpr int kPerPoll = 10;
        if (next_ == kRecords) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            return;
        }
        for (int count = 0; count < kPerPoll; ++count) {
            batch.add(next_record(batch));
        }
    }
    void commit() override { fault_.at("commit"); }
    void commit_record(const SourceRecord& /*record*/,
                       const kconnect::RecordMetadata* /*metadata*/) override {
        fault_.at("commit_record");
    }
    void stop() override { fault_.at("stop"); }

private:
    SourceRecord next_record(kconnect::SourceRecordBatch& batch) {
        Arena& arena = batch.arena();
        SourceRecord record;
        record.topic = topic_;
        record.value_schema = batch.memory().keep(kconnect::string_schema());
        record.value = Value::of_string(arena.copy(std::to_string(next_++)));
        record.source_partition = make_map(arena, {{"name", Value::of_string(name_)}});
        record.source_offset = make_map(arena, {{"next", Value::of_int64(next_)}});
        spoil(record, arena);
        return record;
    }

    /// Makes of a sound record what `fault.how` asks for.
    void spoil(SourceRecord& record, Arena& arena) const {
        const auto lies = [this](std::string_view how) { return fault_.is("record", how); };
        if (lies("partition_is_text")) {
            record.source_partition = Value::of_string(name_);
        } else if (lies("partition_holds_map")) {
            record.source_partition = make_map(arena, {{"name", record.source_partition}});
        } else if (lies("offset_is_number")) {
            record.source_offset = Value::of_int64(next_);
        } else if (lies("offset_holds_map")) {
            record.source_offset = make_map(arena, {{"next", record.source_offset}});
        } else if (lies("no_topic")) {
            record.topic = {};
        } else if (lies("negative_partition")) {
            record.partition = -7;
        } else if (lies("value_is_no_text")) {
            record.value = Value::of_int64(next_);
        }
    }

    Fault fault_;
    std::string name_;
    std::string topic_;
    std::int64_t next_ = 0;
};

}  // namespace
}  // namespace fault

KCONNECT_PLUGIN(kconnect::plugin_entry<kconnect::SimpleSourceConnector<fault::FaultSourceTask>>(
    "fault.FaultSourceConnector"))
