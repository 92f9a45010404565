#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "kafka/admin.hpp"
#include "kafka/client_config.hpp"
#include "mock_cluster.hpp"

namespace kconnect::test {
namespace {

TEST(ClusterId, IsWhatTheBrokerSays) {
    const MockCluster cluster;
    const ConfigMap config = kafka::admin_config(
        {{"bootstrap.servers", cluster.bootstrap()}, {"key.converter", "x"}}, {}, "admin");
    EXPECT_EQ(kafka::look_up_cluster_id(config).rfind("mockCluster", 0), 0U);
}

TEST(ClusterId, EndsInTimeWithoutABroker) {
    const ConfigMap config = kafka::admin_config(
        {{"bootstrap.servers", "127.0.0.1:1"}, {"admin.default.api.timeout.ms", "300"}},
        {},
        "admin");
    try {
        kafka::look_up_cluster_id(config);
        FAIL() << "no exception";
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "Failed to connect to and describe Kafka cluster. Check worker's broker "
                     "connection and security properties.");
        EXPECT_EQ(describe(error.cause()),
                  "Timed out waiting for a node assignment. Call: listNodes");
    }
}

}  // namespace
}  // namespace kconnect::test
