// Fills a Kafka topic with flights in scrambled order of their keys, as JSON with schemas (--plain:
// without), and prints as JSON what a table must hold that has taken them all.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include "flight.hpp"

namespace kconnect::bench {
namespace {

// Timestamps count the records: the newest one in the table tells how far a run is.
constexpr std::int64_t kFirstTimestamp = 1'700'000'000'000;
constexpr std::uint64_t kSeed = 20261122;

struct Options {
    std::string kafka;
    std::string topic;
    std::int64_t records = 500'000;
    std::int64_t keys = 0;  ///< 0: every record has a key of its own.
    std::int32_t partitions = 1;
    bool plain = false;
};

Options parse_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--plain") {
            options.plain = true;
            continue;
        }
        if (i + 1 == argc) {
            throw std::invalid_argument(fmt::format("{}: a value is missing", name));
        }
        const std::string value = argv[++i];
        if (name == "--kafka") {
            options.kafka = value;
        } else if (name == "--topic") {
            options.topic = value;
        } else if (name == "--records") {
            options.records = std::stoll(value);
        } else if (name == "--keys") {
            options.keys = std::stoll(value);
        } else if (name == "--partitions") {
            options.partitions = std::stoi(value);
        } else {
            throw std::invalid_argument(fmt::format("unknown option '{}'", name));
        }
    }
    return options;
}

/// The keys 1 to n in an order that is random but the same in every run.
std::vector<std::int64_t> scrambled_keys(const Options& options) {
    std::vector<std::int64_t> keys(static_cast<std::size_t>(options.records));
    std::iota(keys.begin(), keys.end(), 0);
    std::mt19937_64 random(kSeed);
    for (std::size_t i = keys.size(); i > 1; --i) {
        std::swap(keys[i - 1], keys[random() % i]);
    }
    for (std::int64_t& key : keys) {
        key = (options.keys > 0 ? key % options.keys : key) + 1;
    }
    return keys;
}

std::string without_schema(const std::string& text) {
    const std::size_t begin = text.find("\"payload\":") + std::string_view("\"payload\":").size();
    return text.substr(begin, text.size() - 1 - begin);
}

std::int64_t failed_deliveries = 0;

void on_delivery(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* /*opaque*/) {
    failed_deliveries += message->err == RD_KAFKA_RESP_ERR_NO_ERROR ? 0 : 1;
}

struct ClientDeleter {
    void operator()(rd_kafka_t* client) const noexcept { rd_kafka_destroy(client); }
};
using Client = std::unique_ptr<rd_kafka_t, ClientDeleter>;

Client make_producer(const std::string& kafka) {
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    char reason[512];
    for (const auto& [name, value] :
         {std::pair<const char*, const char*>{"bootstrap.servers", kafka.c_str()},
          {"linger.ms", "20"},
          {"acks", "1"}}) {
        if (rd_kafka_conf_set(configuration, name, value, reason, sizeof reason) !=
            RD_KAFKA_CONF_OK) {
            throw std::invalid_argument(reason);
        }
    }
    rd_kafka_conf_set_dr_msg_cb(configuration, &on_delivery);
    Client client(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, reason, sizeof reason));
    if (!client) {
        throw std::runtime_error(reason);
    }
    return client;
}

void create_topic(rd_kafka_t* client, const Options& options) {
    char reason[512];
    rd_kafka_NewTopic_t* topic =
        rd_kafka_NewTopic_new(options.topic.c_str(), options.partitions, 1, reason, sizeof reason);
    if (topic == nullptr) {
        throw std::invalid_argument(reason);
    }
    rd_kafka_queue_t* const queue = rd_kafka_queue_new(client);
    rd_kafka_CreateTopics(client, &topic, 1, nullptr, queue);
    rd_kafka_NewTopic_destroy(topic);
    rd_kafka_event_t* const event = rd_kafka_queue_poll(queue, 30'000);
    std::size_t count = 0;
    const auto* const result = rd_kafka_event_CreateTopics_result(event);
    std::string problem = "no answer within 30 s";
    if (result != nullptr) {
        const auto* const topics = rd_kafka_CreateTopics_result_topics(result, &count);
        const auto error =
            count == 1 ? rd_kafka_topic_result_error(topics[0]) : rd_kafka_event_error(event);
        problem = error == RD_KAFKA_RESP_ERR_NO_ERROR ? "" : rd_kafka_err2str(error);
    }
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    if (!problem.empty()) {
        throw std::runtime_error(
            fmt::format("topic {} was not created: {}", options.topic, problem));
    }
}

void send(rd_kafka_t* client,
          const std::string& topic,
          std::int32_t partition,
          const std::string& key,
          const std::string& value) {
    for (;;) {
        const auto error =
            rd_kafka_producev(client,
                              RD_KAFKA_V_TOPIC(topic.c_str()),
                              RD_KAFKA_V_PARTITION(partition),
                              RD_KAFKA_V_KEY(key.data(), key.size()),
                              RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                              RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                              RD_KAFKA_V_END);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            rd_kafka_poll(client, 0);
            return;
        }
        if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            throw std::runtime_error(fmt::format("topic {}: {}", topic, rd_kafka_err2str(error)));
        }
        rd_kafka_poll(client, 100);
    }
}

void fill(const Options& options) {
    const std::vector<std::int64_t> keys = scrambled_keys(options);
    const Client client = make_producer(options.kafka);
    create_topic(client.get(), options);
    std::vector<std::int64_t> newest(keys.size() + 1);
    std::vector<std::size_t> last(static_cast<std::size_t>(options.partitions));
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        quickstart::Flight flight = quickstart::simulate_flight(keys[i], 0, kFirstTimestamp);
        flight.timestamp += static_cast<std::int64_t>(i);
        newest[static_cast<std::size_t>(keys[i])] = flight.timestamp;
        std::string key = quickstart::key_json(flight);
        std::string value = quickstart::value_json(flight);
        if (options.plain) {
            key = without_schema(key);
            value = without_schema(value);
        }
        bytes += value.size();
        const auto partition = static_cast<std::int32_t>(keys[i] % options.partitions);
        last[static_cast<std::size_t>(partition)] = i;
        send(client.get(), options.topic, partition, key, value);
    }
    if (rd_kafka_flush(client.get(), 60'000) != RD_KAFKA_RESP_ERR_NO_ERROR ||
        failed_deliveries > 0) {
        throw std::runtime_error(fmt::format("{} messages were not delivered", failed_deliveries));
    }
    std::int64_t rows = 0;
    std::int64_t sum = 0;
    for (const std::int64_t timestamp : newest) {
        rows += timestamp > 0 ? 1 : 0;
        sum += timestamp;
    }
    const auto probe = [&](std::size_t i) {
        return fmt::format("{{\"record\": {}, \"id\": {}, \"timestamp\": {}}}",
                           i,
                           keys[i],
                           kFirstTimestamp + static_cast<std::int64_t>(i));
    };
    std::string ends;
    for (const std::size_t i : last) {
        ends += (ends.empty() ? "" : ", ") + probe(i);
    }
    fmt::print(
        "{{\"records\": {}, \"value_bytes\": {}, \"rows\": {}, \"timestamp_sum\": {}, "
        "\"first\": {}, \"tenth\": {}, \"ends\": [{}]}}\n",
        keys.size(),
        bytes / keys.size(),
        rows,
        sum,
        probe(0),
        probe(keys.size() / 10),
        ends);
}

}  // namespace
}  // namespace kconnect::bench

// flight_topic --kafka HOST:PORT --topic NAME [--records N] [--keys N] [--partitions N] [--plain]
int main(int argc, char** argv) {
    try {
        kconnect::bench::fill(kconnect::bench::parse_options(argc, argv));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "flight_topic: {}\n", error.what());
        return 1;
    }
}
