// The yardstick of the benchmark: loads flights of one Kafka topic into one table with a row that
// is hard-wired, as fast as the same client libraries allow. It is what one would write by hand:
// no connector, no configuration of types, no error handling beyond stopping.
//
// One thread polls and parses, folds each batch (the last record of a key wins) and sorts it by
// key; a second one writes it and commits its offsets. At most two batches wait in between.
#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>
#include <simdjson.h>

#include "flight_table.hpp"

namespace kconnect::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Batch {
    std::vector<FlightRow> rows;       ///< Sorted by key, each key once (append: as they came).
    std::int64_t records = 0;          ///< Messages behind the rows.
    std::map<int, std::int64_t> next;  ///< Partition -> offset to commit.
};

/// Hands batches from the parser to the writer; push waits while too many are waiting.
class Handover {
public:
    explicit Handover(std::size_t capacity) : capacity_(capacity) {}

    void push(Batch batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return waiting_.size() < capacity_ || closed_; });
        waiting_.push_back(std::move(batch));
        changed_.notify_all();
    }
    /// False at the end.
    bool pop(Batch& batch) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty() || closed_; });
        if (waiting_.empty()) {
            return false;
        }
        batch = std::move(waiting_.front());
        waiting_.pop_front();
        changed_.notify_all();
        return true;
    }
    /// True when the writer has nothing left to take.
    bool empty() {
        const std::lock_guard lock(mutex_);
        return waiting_.empty();
    }
    void close() {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        changed_.notify_all();
    }

private:
    std::size_t capacity_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Batch> waiting_;
    bool closed_ = false;
};

/// Reads a flight out of a message. The text up to the payload is the same in every message of a
/// topic: it is found once and then recognised by its bytes.
class FlightParser {
public:
    FlightRow parse(const rd_kafka_message_t& message) {
        FlightRow row{};
        row.id = parse_key({static_cast<const char*>(message.key), message.key_len});
        parse_value({static_cast<const char*>(message.payload), message.len}, row);
        return row;
    }

private:
    /// The text from the payload on, without the brace that ends the envelope.
    static std::string_view payload_of(std::string_view text, std::string& envelope) {
        if (envelope.empty() || text.substr(0, envelope.size()) != envelope) {
            const std::size_t at = text.rfind("\"payload\":");
            envelope = at == std::string_view::npos ? "" : text.substr(0, at + 10);
        }
        text.remove_prefix(envelope.size());
        text.remove_suffix(envelope.empty() ? 0 : 1);
        return text;
    }

    std::int64_t parse_key(std::string_view text) {
        constexpr std::string_view kStart = "{\"id\":";
        const std::string_view payload = payload_of(text, key_envelope_);
        std::int64_t id = 0;
        if (payload.substr(0, kStart.size()) != kStart ||
            std::from_chars(payload.data() + kStart.size(), payload.data() + payload.size(), id)
                    .ec != std::errc{}) {
            throw std::runtime_error(fmt::format("not the key of a flight: {}", text));
        }
        return id;
    }

    void parse_value(std::string_view text, FlightRow& row) {
        const std::string_view payload = payload_of(text, value_envelope_);
        padded_.resize(std::max(padded_.size(), payload.size() + simdjson::SIMDJSON_PADDING));
        std::memcpy(padded_.data(), payload.data(), payload.size());
        auto flight = parser_.iterate(padded_.data(), payload.size(), padded_.size());
        flight["id"].get_int64().value();
        const std::string_view aircraft = flight["aircraft_id"].get_string();
        row.aircraft_id_size = std::min(aircraft.size(), sizeof row.aircraft_id);
        std::memcpy(row.aircraft_id, aircraft.data(), row.aircraft_id_size);
        row.timestamp = flight["timestamp"].get_int64();
        row.altitude = static_cast<std::int32_t>(flight["altitude"].get_int64());
        row.speed = static_cast<std::int32_t>(flight["speed"].get_int64());
        row.heading = static_cast<std::int32_t>(flight["heading"].get_int64());
        row.lat = flight["lat"].get_double();
        row.lon = flight["lon"].get_double();
    }

    simdjson::ondemand::parser parser_;
    std::string padded_;
    std::string key_envelope_;
    std::string value_envelope_;
};

struct Options {
    std::map<std::string, std::string> values{{"database", "postgresql"},
                                              {"host", "127.0.0.1"},
                                              {"user", "kconnect"},
                                              {"name", "kconnect"},
                                              {"table", "flight_data"},
                                              {"mode", "upsert"},
                                              {"batch", "3000"},
                                              {"preload", "no"},
                                              {"group", "flight-loader"}};
    const std::string& operator[](const std::string& name) const {
        const auto found = values.find(name);
        if (found == values.end()) {
            throw std::runtime_error(fmt::format("--{} is missing", name));
        }
        return found->second;
    }
    std::int64_t number(const std::string& name) const { return std::stoll((*this)[name]); }
};

struct ClientDeleter {
    void operator()(rd_kafka_t* client) const noexcept { rd_kafka_destroy(client); }
};
struct PartitionsDeleter {
    void operator()(rd_kafka_topic_partition_list_t* list) const noexcept {
        rd_kafka_topic_partition_list_destroy(list);
    }
};
using Client = std::unique_ptr<rd_kafka_t, ClientDeleter>;
using Partitions = std::unique_ptr<rd_kafka_topic_partition_list_t, PartitionsDeleter>;

void set(rd_kafka_conf_t* configuration, const char* name, const std::string& value) {
    char reason[512];
    if (rd_kafka_conf_set(configuration, name, value.c_str(), reason, sizeof reason) !=
        RD_KAFKA_CONF_OK) {
        throw std::runtime_error(reason);
    }
}

/// Before 2.2 a full queue is fetched into again after a second only: there it must be large.
Client make_consumer(const Options& options) {
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    set(configuration, "bootstrap.servers", options["kafka"]);
    set(configuration, "group.id", options["group"]);
    set(configuration, "auto.offset.reset", "earliest");
    set(configuration, "enable.auto.commit", "false");
    if (rd_kafka_version() >= 0x02020000) {
        set(configuration, "queued.max.messages.kbytes", "8192");
        set(configuration, "fetch.queue.backoff.ms", "5");
    } else {
        set(configuration, "queued.max.messages.kbytes", "65536");
    }
    char reason[512];
    Client client(rd_kafka_new(RD_KAFKA_CONSUMER, configuration, reason, sizeof reason));
    if (!client) {
        throw std::runtime_error(reason);
    }
    rd_kafka_poll_set_consumer(client.get());
    const Partitions topics(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(
        topics.get(), options["topic"].c_str(), RD_KAFKA_PARTITION_UA);
    rd_kafka_subscribe(client.get(), topics.get());
    return client;
}

/// Keeps the last row of each key, in order of the keys.
void fold(std::vector<FlightRow>& rows) {
    std::vector<std::pair<std::int64_t, std::uint32_t>> order(rows.size());
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        order[i] = {rows[i].id, i};
    }
    std::sort(order.begin(), order.end());
    std::vector<FlightRow> folded;
    folded.reserve(rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i + 1 == order.size() || order[i + 1].first != order[i].first) {
            folded.push_back(rows[order[i].second]);
        }
    }
    rows = std::move(folded);
}

/// Polls and parses until `total` records are handed over or the writer has failed.
void read(rd_kafka_t* consumer,
          const Options& options,
          Handover& to,
          const std::atomic<bool>& stop) {
    const std::int64_t total = options.number("records");
    const std::int64_t size = options.number("batch");
    FlightParser parser;
    for (std::int64_t done = 0; done < total && !stop;) {
        Batch batch;
        const std::int64_t wanted = std::min(size, total - done);
        batch.rows.reserve(static_cast<std::size_t>(wanted));
        int patience = 0;
        while (batch.records < wanted && !stop) {
            rd_kafka_message_t* const message = rd_kafka_consumer_poll(consumer, patience);
            if (message == nullptr) {
                if (batch.records > 0 && to.empty()) {
                    break;  // The writer is idle: a smaller batch now beats a full one later.
                }
                patience = 5;
                continue;
            }
            const std::unique_ptr<rd_kafka_message_t, decltype(&rd_kafka_message_destroy)> owner(
                message, &rd_kafka_message_destroy);
            if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
                throw std::runtime_error(rd_kafka_message_errstr(message));
            }
            patience = 0;
            batch.rows.push_back(parser.parse(*message));
            batch.next[message->partition] = message->offset + 1;
            ++batch.records;
        }
        done += batch.records;
        if (options["mode"] == "upsert") {
            fold(batch.rows);
        }
        to.push(std::move(batch));
    }
}

void commit(rd_kafka_t* consumer, const std::string& topic, const Batch& batch, bool wait) {
    const Partitions offsets(rd_kafka_topic_partition_list_new(1));
    for (const auto& [partition, offset] : batch.next) {
        rd_kafka_topic_partition_list_add(offsets.get(), topic.c_str(), partition)->offset = offset;
    }
    const auto error = rd_kafka_commit(consumer, offsets.get(), wait ? 0 : 1);
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        throw std::runtime_error(fmt::format("commit: {}", rd_kafka_err2str(error)));
    }
}

/// Writes every batch and commits its offsets; returns the seconds spent in the database's client.
double write(FlightTable& table, rd_kafka_t* consumer, const Options& options, Handover& from) {
    const std::int64_t total = options.number("records");
    Clock::duration busy{};
    Batch batch;
    for (std::int64_t done = 0; done < total && from.pop(batch);) {
        const Clock::time_point begin = Clock::now();
        table.write(batch.rows);
        busy += Clock::now() - begin;
        done += batch.records;
        commit(consumer, options["topic"], batch, done == total);
    }
    return std::chrono::duration<double>(busy).count();
}

void load(const Options& options) {
    const std::unique_ptr<FlightTable> table = open_flight_table({options["database"],
                                                                  options["host"],
                                                                  options["port"],
                                                                  options["user"],
                                                                  options["name"],
                                                                  options["table"],
                                                                  options["mode"] == "append"});
    const Client consumer = make_consumer(options);
    const bool preload = options["preload"] == "yes";
    Handover handover(preload ? SIZE_MAX : 2);
    std::atomic<bool> stop = false;
    std::exception_ptr failure;
    double busy = 0;
    const auto write_all = [&] {
        try {
            busy = write(*table, consumer.get(), options, handover);
        } catch (...) {
            failure = std::current_exception();
        }
        stop = true;
        handover.close();
    };
    std::thread writer;
    try {
        if (!preload) {
            writer = std::thread(write_all);
        }
        read(consumer.get(), options, handover, stop);
    } catch (const std::exception& error) {
        fmt::print(stderr, "flight_loader: {}\n", error.what());
        std::quick_exit(1);
    }
    if (preload) {
        writer = std::thread(write_all);
    }
    writer.join();
    if (failure) {
        std::rethrow_exception(failure);
    }
    rd_kafka_consumer_close(consumer.get());
    fmt::print(
        "{{\"librdkafka\": \"{}\", \"write_seconds\": {:.3f}}}\n", rd_kafka_version_str(), busy);
}

Options parse_options(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view name = argv[i];
        if (!name.starts_with("--")) {
            throw std::runtime_error(fmt::format("unexpected argument '{}'", name));
        }
        options.values[std::string(name.substr(2))] = argv[i + 1];
    }
    return options;
}

}  // namespace
}  // namespace kconnect::bench

// flight_loader --kafka HOST:PORT --topic NAME --records N --port PORT [--database mysql]
//               [--mode append] [--batch N] [--group NAME] [--table NAME] [--preload yes]
// The password is in KCONNECT_BENCH_PASSWORD. With --preload writing starts when all is parsed.
int main(int argc, char** argv) {
    try {
        kconnect::bench::load(kconnect::bench::parse_options(argc, argv));
        return 0;
    } catch (const std::exception& error) {
        fmt::print(stderr, "flight_loader: {}\n", error.what());
        return 1;
    }
}
