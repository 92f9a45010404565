// The Datagen source in the real worker, on the real Kafka.
#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "integration/worker_test.hpp"
#include "support/deadline.hpp"
#include "support/topic_records.hpp"

namespace kconnect::test {
namespace {

using ::testing::HasSubstr;

class DatagenTest : public WorkerTest {
protected:
    std::string source(const std::string& topic, std::string_view more) {
        return folder_.write(
            "generator.properties",
            fmt::format("name={0}\n"
                        "connector.class=io.confluent.kafka.connect.datagen.DatagenConnector\n"
                        "kafka.topic={0}\n{1}",
                        topic,
                        more));
    }
};

TEST_F(DatagenTest, FlightsGoOnAfterAStopAndEndWhenThereAreEnough) {
    const auto topic = unique_name("datagen");
    kafka().create_topic(topic, 1, "none");
    const auto records = [&] { return read_topic(kafka().bootstrap_servers(), topic); };
    const auto worker_properties = worker_file();
    const auto generator = source(topic,
                                  "quickstart=flights\nflights.aircraft=10\nrecords.per.second="
                                  "200\niterations=1000\n");
    {
        const auto worker = start(worker_properties, generator);
        wait_until("some records", [&] {
            worker->expect_running();
            return records().size() >= 50;
        });
        stop(*worker);
        ASSERT_LT(records().size(), 1000U) << "stopped too late to prove anything";
    }
    const auto worker = start(worker_properties, generator);
    wait_until("the end", [&] {
        worker->expect_running();
        return worker->output().find("Made the 1000 records") != std::string::npos;
    });
    stop(*worker);
    std::map<int, int> reports;
    for (const auto& record : records()) {
        const auto payload = nlohmann::json::parse(record.value.value()).at("payload");
        const auto key = nlohmann::json::parse(record.key.value()).at("payload");
        EXPECT_EQ(key.at("id"), payload.at("id"));
        ++reports[payload.at("id").get<int>()];
    }
    EXPECT_EQ(reports.size(), 10U);
    for (const auto& [aircraft, count] : reports) {
        EXPECT_EQ(count, 100) << aircraft;
    }
}

TEST_F(DatagenTest, AWrongKeyEndsTheWorkerWithItsName) {
    const auto worker = start(worker_file(), source("nowhere", "quickstart=users\n"));
    EXPECT_NE(worker->wait_for_exit(), 0);
    EXPECT_THAT(worker->output(),
                HasSubstr("Invalid value users for configuration quickstart: String must be one of "
                          "(case insensitive): flights"));
}

}  // namespace
}  // namespace kconnect::test
