// Sends made-up flights to a Kafka topic, as JSON with schemas: input for the quickstart.
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include "flight.hpp"

namespace kconnect::quickstart {
namespace {

constexpr int kUsageError = 2;
constexpr std::string_view kUsage =
    "Usage: flight_producer --bootstrap-server HOST:PORT [OPTION...]\n"
    "Sends position reports of made-up flights, as JSON with schemas; the key is {\"id\": n}.\n"
    "  --topic NAME      flight-data\n"
    "  --flights N       number of flights (1000)\n"
    "  --reports N       position reports per flight (4)\n"
    "  --start-time MS   time of the first report, milliseconds since 1970 (now)\n"
    "  --timeout-ms MS   how long to try to deliver a message (30000)\n";

struct Options {
    std::string bootstrap_servers;
    std::string topic = "flight-data";
    std::int64_t flights = 1000;
    std::int64_t reports = 4;
    std::int64_t start_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                                std::chrono::system_clock::now().time_since_epoch())
                                .count();
    std::chrono::milliseconds timeout{30000};
};

std::int64_t parse_positive(const std::string& name, const std::string& text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end || number < 1) {
        throw std::invalid_argument(
            fmt::format("{}: '{}' is not a number greater than 0", name, text));
    }
    return number;
}

Options parse_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; i += 2) {
        const std::string name = argv[i];
        if (i + 1 == argc) {
            throw std::invalid_argument(fmt::format("{}: a value is missing", name));
        }
        const std::string value = argv[i + 1];
        if (name == "--bootstrap-server") {
            options.bootstrap_servers = value;
        } else if (name == "--topic") {
            options.topic = value;
        } else if (name == "--flights") {
            options.flights = parse_positive(name, value);
        } else if (name == "--reports") {
            options.reports = parse_positive(name, value);
        } else if (name == "--start-time") {
            options.start_ms = parse_positive(name, value);
        } else if (name == "--timeout-ms") {
            options.timeout = std::chrono::milliseconds(parse_positive(name, value));
        } else {
            throw std::invalid_argument(fmt::format("unknown option '{}'; see --help", name));
        }
    }
    if (options.bootstrap_servers.empty()) {
        throw std::invalid_argument("--bootstrap-server HOST:PORT is missing; see --help");
    }
    return options;
}

/// A producer that counts what the broker did not take. Used by one thread.
class Producer {
public:
    explicit Producer(const Options& options) {
        std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)> configuration(
            rd_kafka_conf_new(), &rd_kafka_conf_destroy);
        set(configuration.get(), "bootstrap.servers", options.bootstrap_servers);
        set(configuration.get(), "message.timeout.ms", std::to_string(options.timeout.count()));
        set(configuration.get(), "linger.ms", "20");
        set(configuration.get(), "partitioner", "murmur2_random");
        set(configuration.get(), "log_level", "0");  // Errors come through the callback.
        rd_kafka_conf_set_error_cb(configuration.get(), &Producer::on_error);
        rd_kafka_conf_set_dr_msg_cb(configuration.get(), &Producer::on_delivery);
        rd_kafka_conf_set_opaque(configuration.get(), this);
        std::array<char, 512> reason{};
        client_.reset(
            rd_kafka_new(RD_KAFKA_PRODUCER, configuration.get(), reason.data(), reason.size()));
        if (!client_) {
            throw std::runtime_error(reason.data());
        }
        static_cast<void>(configuration.release());  // The client owns it now.
    }

    /// Queues one message; waits while the queue is full.
    void send(const std::string& topic, const std::string& key, const std::string& value) {
        for (;;) {
            const rd_kafka_resp_err_t error =
                rd_kafka_producev(client_.get(),
                                  RD_KAFKA_V_TOPIC(topic.c_str()),
                                  RD_KAFKA_V_KEY(key.data(), key.size()),
                                  RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                                  RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                                  RD_KAFKA_V_END);
            if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
                rd_kafka_poll(client_.get(), 0);
                return;
            }
            if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
                throw std::runtime_error(
                    fmt::format("topic {}: {}", topic, rd_kafka_err2str(error)));
            }
            rd_kafka_poll(client_.get(), 100);
        }
    }

    /// Waits until every message is acknowledged or given up; throws when one was given up.
    void finish(std::chrono::milliseconds timeout) {
        rd_kafka_flush(client_.get(), static_cast<int>(timeout.count()) + 1000);
        if (failed_ > 0) {
            throw std::runtime_error(fmt::format("{} messages were not delivered: {}{}{}",
                                                 failed_,
                                                 first_error_,
                                                 broker_error_.empty() ? "" : "; ",
                                                 broker_error_));
        }
    }

private:
    struct ClientDeleter {
        void operator()(rd_kafka_t* client) const noexcept { rd_kafka_destroy(client); }
    };

    static void set(rd_kafka_conf_t* configuration, const char* name, const std::string& value) {
        std::array<char, 512> reason{};
        if (rd_kafka_conf_set(configuration, name, value.c_str(), reason.data(), reason.size()) !=
            RD_KAFKA_CONF_OK) {
            throw std::invalid_argument(reason.data());
        }
    }

    static void on_delivery(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* self) {
        if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            auto* const producer = static_cast<Producer*>(self);
            if (producer->failed_++ == 0) {
                producer->first_error_ = rd_kafka_err2str(message->err);
            }
        }
    }

    static void on_error(rd_kafka_t* /*client*/, int code, const char* reason, void* self) {
        if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
            static_cast<Producer*>(self)->broker_error_ = reason;
        }
    }

    std::int64_t failed_ = 0;
    std::string broker_error_;
    const char* first_error_ = "";
    std::unique_ptr<rd_kafka_t, ClientDeleter> client_;  ///< Last: its callbacks use the others.
};

void produce(const Options& options) {
    Producer producer(options);
    for (std::int64_t report = 0; report < options.reports; ++report) {
        for (std::int64_t id = 1; id <= options.flights; ++id) {
            const Flight flight = simulate_flight(id, report, options.start_ms);
            producer.send(options.topic, key_json(flight), value_json(flight));
        }
        fmt::print("  report {} of {}: {} flights\n", report + 1, options.reports, options.flights);
        std::fflush(stdout);
    }
    producer.finish(options.timeout);
    fmt::print("  {} records are in topic {}\n", options.flights * options.reports, options.topic);
}

}  // namespace
}  // namespace kconnect::quickstart

int main(int argc, char** argv) {
    namespace quickstart = kconnect::quickstart;
    try {
        if (argc > 1 && std::string_view(argv[1]) == "--help") {
            fmt::print("{}", quickstart::kUsage);
            return 0;
        }
        quickstart::produce(quickstart::parse_options(argc, argv));
        return 0;
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "flight_producer: {}\n", error.what());
        return quickstart::kUsageError;
    } catch (const std::exception& error) {
        fmt::print(stderr, "flight_producer: {}\n", error.what());
        return 1;
    }
}
