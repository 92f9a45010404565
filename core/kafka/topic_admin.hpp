#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <kconnect/config_map.hpp>

namespace kconnect::kafka {

/// A topic to be created.
struct NewTopic {
    static constexpr std::int32_t kBrokerDefault = -1;

    std::string name;
    std::int32_t partitions = 1;
    std::int16_t replication_factor = kBrokerDefault;
    std::map<std::string, std::string> config{};  ///< Topic properties, such as cleanup.policy.
};

/// Looks up and creates topics. Each call waits up to default.api.timeout.ms.
/// Threads: one at a time. Throws KafkaException with what the broker said.
class TopicAdmin {
public:
    virtual ~TopicAdmin();

    virtual bool topic_exists(const std::string& topic) = 0;
    /// False when somebody else has created it meanwhile.
    virtual bool create_topic(const NewTopic& topic) = 0;
};

/// An admin client over librdkafka. `config` is what client_config's admin_config() gives.
std::unique_ptr<TopicAdmin> make_topic_admin(const ConfigMap& config);

}  // namespace kconnect::kafka
