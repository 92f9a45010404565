#include <functional>

#include <gtest/gtest.h>

#include "transform/transformation_chain.hpp"
#include "transforms.hpp"

namespace kconnect::test {
namespace {

using transform::ChainLink;
using transform::ChainResult;
using transform::TransformationChain;

/// Does to records what a function says.
class Scripted final : public Transformation {
public:
    using Step = std::function<bool(ConnectRecord&, const SinkRecord*)>;

    explicit Scripted(Step step) : step_(std::move(step)) {}
    const ConfigDef& config() const override {
        static const ConfigDef def;
        return def;
    }
    void configure(const ConfigMap& /*config*/) override {}
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& /*memory*/) override {
        return step_(record, sink);
    }

private:
    Step step_;
};

ChainLink link(Scripted::Step step) {
    return {std::make_unique<Scripted>(std::move(step)), "Scripted", nullptr, false};
}

ChainLink link_for_topic(const char* pattern, bool negate, Scripted::Step step) {
    auto result = link(std::move(step));
    result.predicate = make_builtin<Predicate>("predicates.TopicNameMatches");
    result.predicate->configure({{"pattern", pattern}});
    result.negate = negate;
    return result;
}

Scripted::Step to_topic(const char* topic) {
    return [topic](ConnectRecord& record, const SinkRecord*) {
        record.topic = topic;
        return true;
    };
}

template <typename... Links>
TransformationChain chain_of(Links... links) {
    std::vector<ChainLink> all;
    (all.push_back(std::move(links)), ...);
    return TransformationChain(std::move(all));
}

/// Runs each operation once; false at the first exception.
bool execute_once(const std::string& /*class_name*/, const std::function<void()>& operation) {
    try {
        operation();
    } catch (const ConnectException&) {
        return false;
    }
    return true;
}

class ChainTest : public testing::Test {
protected:
    ChainResult apply(TransformationChain chain) {
        return chain.apply(record_, memory_, execute_once);
    }

    BatchMemory memory_;
    SinkRecord record_ = [] {
        SinkRecord record;
        record.topic = "start";
        return record;
    }();
};

TEST_F(ChainTest, AppliesItsLinksInOrder) {
    const auto append = [](const char* from, const char* to) {
        return [from, to](ConnectRecord& record, const SinkRecord*) {
            EXPECT_EQ(record.topic, from);
            record.topic = to;
            return true;
        };
    };
    EXPECT_EQ(apply(chain_of(link(append("start", "one")), link(append("one", "two")))),
              ChainResult::kKept);
    EXPECT_EQ(record_.topic, "two");
}

TEST_F(ChainTest, LeavesTheRecordAloneWithoutLinks) {
    EXPECT_TRUE(TransformationChain().empty());
    EXPECT_EQ(apply(TransformationChain()), ChainResult::kKept);
    EXPECT_EQ(record_.topic, "start");
}

TEST_F(ChainTest, EndsWhereARecordIsDropped) {
    bool is_reached = false;
    ChainLink filter{make_builtin<Transformation>("Filter"), "Filter", nullptr, false};
    EXPECT_EQ(apply(chain_of(std::move(filter), link([&](ConnectRecord&, const SinkRecord*) {
                                 return is_reached = true;
                             }))),
              ChainResult::kDropped);
    EXPECT_FALSE(is_reached);
}

TEST_F(ChainTest, AppliesALinkWhereItsPredicateIsTrue) {
    EXPECT_EQ(apply(chain_of(link_for_topic("start", false, to_topic("yes")),
                             link_for_topic("start", false, to_topic("no")))),
              ChainResult::kKept);
    EXPECT_EQ(record_.topic, "yes");
}

TEST_F(ChainTest, AppliesANegatedLinkWhereItsPredicateIsFalse) {
    EXPECT_EQ(apply(chain_of(link_for_topic("start", true, to_topic("no")),
                             link_for_topic("other", true, to_topic("yes")))),
              ChainResult::kKept);
    EXPECT_EQ(record_.topic, "yes");
}

TEST_F(ChainTest, ShowsPredicatesTheRecordAsItIsByThen) {
    apply(chain_of(link(to_topic("routed")), link_for_topic("routed", false, to_topic("seen"))));
    EXPECT_EQ(record_.topic, "seen");
}

TEST_F(ChainTest, BeginsEachAttemptWithTheRecordAsItCame) {
    int attempts = 0;
    auto chain = chain_of(link([&](ConnectRecord& record, const SinkRecord*) {
        EXPECT_EQ(record.topic, "start");
        record.topic = "half done";
        if (++attempts < 3) {
            throw RetriableException("Not yet");
        }
        return true;
    }));
    const auto result = chain.apply(record_, memory_, [](const auto&, const auto& operation) {
        while (!execute_once("", operation)) {
        }
        return true;
    });
    EXPECT_EQ(result, ChainResult::kKept);
    EXPECT_EQ(attempts, 3);
    EXPECT_EQ(record_.topic, "half done");
}

TEST_F(ChainTest, LeavesTheRecordAsItWasBeforeTheLinkThatFails) {
    EXPECT_EQ(apply(chain_of(link(to_topic("one")),
                             link([](ConnectRecord& record, const SinkRecord*) -> bool {
                                 record.topic = "broken";
                                 throw DataException("No");
                             }))),
              ChainResult::kFailed);
    EXPECT_EQ(record_.topic, "one");
}

TEST_F(ChainTest, TellsTheClassThatIsAtWork) {
    auto chain = chain_of(link(to_topic("a")), link(to_topic("b")));
    std::vector<std::string> classes;
    chain.apply(record_, memory_, [&](const std::string& class_name, const auto& operation) {
        classes.push_back(class_name);
        operation();
        return true;
    });
    EXPECT_EQ(classes, (std::vector<std::string>{"Scripted", "Scripted"}));
}

TEST_F(ChainTest, ShowsTheRecordOfASinkOnlyToSinks) {
    const SinkRecord* seen = nullptr;
    auto chain = chain_of(link([&](ConnectRecord&, const SinkRecord* sink) {
        seen = sink;
        return true;
    }));
    record_.kafka_offset = 7;
    chain.apply(record_, memory_, [&](const auto&, const auto& operation) {
        operation();
        EXPECT_EQ(seen->kafka_offset, 7);
        return true;
    });
    SourceRecord source;
    chain.apply(source, memory_, execute_once);
    EXPECT_EQ(seen, nullptr);
}

}  // namespace
}  // namespace kconnect::test
