// The plugins of examples/plugin_template on the real Kafka: its source fills a topic, its sink
// writes what is in it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

class PluginTemplateTest : public WorkerTest {
protected:
    /// Runs source and sink in one worker until the sink's file holds the numbers below `limit`.
    void count_up_to(int limit) {
        const std::string source = folder_.write(
            "source.properties",
            fmt::format("name={0}-source\n"
                        "connector.class=com.example.CounterSourceConnector\n"
                        "topic={0}\n"
                        "limit={1}\n"
                        "value.converter=org.apache.kafka.connect.converters.LongConverter\n"
                        "topic.creation.default.replication.factor=1\n"
                        "topic.creation.default.partitions=1\n",
                        topic_,
                        limit));
        const std::string sink = sink_file(
            fmt::format("name={0}\n"
                        "connector.class=com.example.LinesSinkConnector\n"
                        "topics={0}\n"
                        "file={1}\n"
                        "value.converter=org.apache.kafka.connect.converters.LongConverter\n",
                        topic_,
                        lines_));
        WorkerProcess worker({worker_file(fmt::format("offset.flush.interval.ms=200\n"
                                                      "consumer.metadata.max.age.ms=500\n"
                                                      "plugin.path={}\n",
                                                      KCONNECT_TEMPLATE_PLUGINS)),
                              source,
                              sink},
                             folder_.path() / "worker.log");
        std::string expected;
        for (int number = 0; number < limit; ++number) {
            expected += fmt::format("null={}\n", number);
        }
        becomes_true([&] {
            worker.expect_running();
            return read_file(lines_) == expected;
        });
        EXPECT_EQ(read_file(lines_), expected) << worker.output();
        stop(worker);
        EXPECT_EQ(kafka().committed("connect-" + topic_, topic_), limit);
    }

    const std::string topic_ = unique_name("template");
    const std::string lines_ = folder_.path() / "lines.txt";
};

TEST_F(PluginTemplateTest, ItsSourceFillsATopicAndItsSinkAFileAndBothGoOnAfterARestart) {
    count_up_to(1000);
    count_up_to(1500);
}

TEST_F(PluginTemplateTest, ItsTransformationHidesAFieldOnTheWayToItsSink) {
    kafka().create_topic(topic_, 1, "connect-" + topic_);
    const std::string schema = connect_json::struct_schema(
        connect_json::field("id", "int32") + "," + connect_json::field("mail", "string"));
    kafka().send(
        topic_, std::nullopt, connect_json::envelope(schema, R"({"id":1,"mail":"a@b.c"})"));
    kafka().flush();
    const auto worker =
        start(worker_file(fmt::format("plugin.path={}\n", KCONNECT_TEMPLATE_PLUGINS)),
              sink_file(fmt::format("name={0}\n"
                                    "connector.class=com.example.LinesSinkConnector\n"
                                    "topics={0}\n"
                                    "file={1}\n"
                                    "transforms=mask\n"
                                    "transforms.mask.type=com.example.MaskField\n"
                                    "transforms.mask.field=mail\n",
                                    topic_,
                                    lines_)));
    becomes_true([&] {
        worker->expect_running();
        return read_file(lines_) == "null=Struct{id=1,mail=***}\n";
    });
    EXPECT_EQ(read_file(lines_), "null=Struct{id=1,mail=***}\n") << worker->output();
    stop(*worker);
}

}  // namespace
}  // namespace kconnect::test
