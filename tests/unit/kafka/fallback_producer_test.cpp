#include "kafka/fallback_producer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kafka/kafka_exception.hpp"
#include "support/fake_producer.hpp"
#include "support/recording_deliveries.hpp"

namespace kconnect::test {
namespace {

using namespace std::chrono_literals;
using kafka::KafkaException;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

KafkaException denied() {
    return {"org.apache.kafka.common.errors.ClusterAuthorizationException",
            "Cluster authorization failed."};
}

class FallbackProducer : public ::testing::Test {
protected:
    void SetUp() override {
        producer = std::make_unique<kafka::FallbackProducer>(
            [this](kafka::DeliveryListener& reports) { return keep(first, reports); },
            [this](kafka::DeliveryListener& reports) {
                auto made = keep(second, reports);
                second->on_send = on_second_send;
                return made;
            },
            [this] { ++fallbacks; },
            deliveries);
        first->acknowledges = false;
    }
    static std::unique_ptr<FakeProducer> keep(FakeProducer*& place,
                                              kafka::DeliveryListener& reports) {
        auto made = std::make_unique<FakeProducer>(reports);
        place = made.get();
        return made;
    }
    void send(std::uint64_t id, std::string_view value = "v") {
        kafka::OutgoingRecord record;
        record.topic = "t";
        record.key = "k";
        record.value = value;
        record.timestamp = 5;
        const RawHeader headers[] = {{"h", "x"}};
        record.headers = headers;
        producer->send(record, id);
    }
    static std::vector<std::string> values(const FakeProducer& of) {
        std::vector<std::string> result;
        for (const auto& record : of.sent) {
            result.push_back(*record.value);
        }
        return result;
    }
    std::vector<std::string> reports() const {
        std::vector<std::string> result;
        for (const auto& report : deliveries.reports) {
            result.push_back(std::to_string(report.id) + (report.error.empty() ? "" : " failed"));
        }
        return result;
    }

    RecordingDeliveries deliveries;
    FakeProducer* first = nullptr;
    FakeProducer* second = nullptr;
    std::function<void(const kafka::OutgoingRecord&)> on_second_send;
    int fallbacks = 0;
    std::unique_ptr<kafka::FallbackProducer> producer;
};

TEST_F(FallbackProducer, StaysWithTheFirstThatIsNotDenied) {
    send(1);
    first->acknowledges = true;
    producer->poll(0ms);
    send(2);
    EXPECT_EQ(producer->in_flight(), 1U);
    EXPECT_TRUE(producer->flush(1s));
    producer->close(1s);
    EXPECT_THAT(reports(), ElementsAre("1", "2"));
    EXPECT_EQ(first->closed.has_value(), true);
    EXPECT_EQ(fallbacks, 0);
}

TEST_F(FallbackProducer, SendsAllAgainWhenARecordIsDenied) {
    send(1, "a");
    send(2, "b");
    first->fail(1, std::make_exception_ptr(denied()));
    first->fail(2, std::make_exception_ptr(denied()));
    EXPECT_EQ(producer->in_flight(), 2U);
    producer->poll(0ms);
    send(3, "c");
    EXPECT_THAT(values(*second), ElementsAre("a", "b", "c"));
    EXPECT_EQ(second->sent[0].topic, "t");
    EXPECT_EQ(second->sent[0].key, "k");
    EXPECT_EQ(second->sent[0].timestamp, 5);
    EXPECT_EQ(second->sent[0].header("h"), "x");
    EXPECT_TRUE(producer->flush(1s));
    EXPECT_THAT(reports(), ElementsAre("1", "2", "3"));
    EXPECT_EQ(fallbacks, 1);
}

TEST_F(FallbackProducer, SendsAllAgainWhenTheNextIsDenied) {
    send(1, "a");
    first->on_send = [](const auto&) { throw denied(); };
    send(2, "b");
    EXPECT_THAT(values(*second), ElementsAre("a", "b"));
    EXPECT_EQ(producer->in_flight(), 2U);
}

TEST_F(FallbackProducer, FallsBackInAFlush) {
    send(1, "a");
    first->on_flush = [this] { first->fail(1, std::make_exception_ptr(denied())); };
    EXPECT_TRUE(producer->flush(1s));
    EXPECT_THAT(reports(), ElementsAre("1"));
    EXPECT_THAT(values(*second), ElementsAre("a"));
}

TEST_F(FallbackProducer, GoesOnLaterWhenItIsInterrupted) {
    int sends = 0;
    on_second_send = [&sends](const auto&) {
        if (++sends == 2) {
            throw RetriableException("woken");
        }
    };
    send(1, "a");
    send(2, "b");
    first->fail(1, std::make_exception_ptr(denied()));
    producer->poll(0ms);
    EXPECT_EQ(producer->in_flight(), 2U);
    send(3, "c");
    EXPECT_THAT(values(*second), ElementsAre("a", "b", "c"));
}

TEST_F(FallbackProducer, TakesNoRecordBeforeThoseThatWait) {
    on_second_send = [](const auto&) { throw RetriableException("woken"); };
    send(1, "a");
    first->fail(1, std::make_exception_ptr(denied()));
    EXPECT_THROW(send(2, "b"), RetriableException);
    EXPECT_EQ(producer->in_flight(), 1U);
    EXPECT_THAT(values(*second), IsEmpty());
}

TEST_F(FallbackProducer, ReportsACopyThatTheSecondRefuses) {
    on_second_send = [](const auto& record) {
        if (record.value == "a") {
            throw KafkaException("org.apache.kafka.common.errors.InvalidTopicException", "t");
        }
    };
    send(1, "a");
    send(2, "b");
    first->fail(1, std::make_exception_ptr(denied()));
    producer->poll(0ms);
    EXPECT_TRUE(producer->flush(1s));
    EXPECT_THAT(reports(), ElementsAre("1 failed", "2"));
}

TEST_F(FallbackProducer, PassesOtherFailuresOn) {
    send(1);
    first->fail(1,
                std::make_exception_ptr(KafkaException(
                    "org.apache.kafka.common.errors.RecordTooLargeException", "too large")));
    EXPECT_THAT(reports(), ElementsAre("1 failed"));
    first->on_send = [](const auto&) { throw RetriableException("full"); };
    EXPECT_THROW(send(2), RetriableException);
    EXPECT_EQ(fallbacks, 0);
}

TEST_F(FallbackProducer, ReportsWhatIsLeftWhenItIsClosed) {
    on_second_send = [](const auto&) { throw RetriableException("woken"); };
    send(1, "a");
    first->fail(1, std::make_exception_ptr(denied()));
    producer->close(0ms);
    EXPECT_THAT(reports(), ElementsAre("1 failed"));
    EXPECT_TRUE(second->closed.has_value());
}

}  // namespace
}  // namespace kconnect::test
