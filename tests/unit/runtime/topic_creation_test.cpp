#include "runtime/topic_creation.hpp"

#include "source_task_fixture.hpp"

namespace kconnect::test {
namespace {

using kafka::TopicPattern;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TopicCreationTest : public SourceTaskTest {
protected:
    std::unique_ptr<runtime::TopicCreation> topics() {
        std::vector<runtime::TopicCreationGroup> groups;
        groups.push_back(
            {"logs", TopicPattern("log.*|audit"), TopicPattern("logx"), 6, 2, {{"a", "b"}}});
        groups.push_back({"all-logs", TopicPattern("log.*"), TopicPattern(""), 7, 3, {}});
        groups.push_back({"default", TopicPattern(".*"), TopicPattern(""), 1, -1, {}});
        auto fake = std::make_unique<FakeTopicAdmin>(log);
        admin = fake.get();
        return std::make_unique<runtime::TopicCreation>(std::move(groups), std::move(fake));
    }
    std::string error_of(runtime::TopicCreation& creation) {
        try {
            creation.ensure("t");
            return "no error";
        } catch (const ConnectException& error) {
            return std::string(error.java_class()) + ": " + error.what();
        }
    }

    FakeTopicAdmin* admin = nullptr;
};

TEST_F(TopicCreationTest, TheFirstGroupThatMatchesCounts) {
    const auto creation = topics();
    EXPECT_EQ(creation->group_of("log1").name, "logs");
    EXPECT_EQ(creation->group_of("audit").name, "logs");
    EXPECT_EQ(creation->group_of("logx").name, "all-logs");
    EXPECT_EQ(creation->group_of("xlog1").name, "default");
}

TEST_F(TopicCreationTest, CreatesAMissingTopicOnce) {
    const auto creation = topics();
    creation->ensure("audit");
    creation->ensure("audit");
    creation->ensure("else");
    EXPECT_THAT(
        log,
        ElementsAre("look for audit", "create audit 6 2", "look for else", "create else 1 -1"));
}

TEST_F(TopicCreationTest, LeavesAnExistingTopicAlone) {
    const auto creation = topics();
    creation->ensure("existing");
    creation->ensure("existing");
    EXPECT_THAT(log, ElementsAre("look for existing"));
}

TEST_F(TopicCreationTest, IsContentWhenSomebodyElseWasFaster) {
    const auto creation = topics();
    admin->is_raced = true;
    creation->ensure("t");
    creation->ensure("t");
    EXPECT_THAT(log, ElementsAre("look for t", "create t 1 -1"));
}

TEST_F(TopicCreationTest, FailsWithConnectsTexts) {
    const auto creation = topics();
    const auto fails_with = [](const char* name) { return [name] { throw_kafka(name); }; };
    admin->on_look = fails_with("TimeoutException");
    EXPECT_EQ(error_of(*creation),
              "org.apache.kafka.connect.errors.RetriableException: Timed out while describing "
              "topics 't'");
    admin->on_look = fails_with("TopicAuthorizationException");
    EXPECT_THAT(error_of(*creation), HasSubstr("Not authorized to describe topic(s) 't'"));
    admin->on_look = nullptr;
    admin->on_create = fails_with("TopicAuthorizationException");
    EXPECT_THAT(error_of(*creation),
                HasSubstr("Task failed to create new topic (name=t, numPartitions=1, "
                          "replicationFactor=default, replicasAssignments=null, configs={}). "
                          "Ensure that the task is authorized to create topics or that the topic "
                          "exists and restart the task"));
    admin->on_create = fails_with("InvalidConfigurationException");
    EXPECT_THAT(error_of(*creation), HasSubstr("Unable to create topic(s) 't': the reason"));
    admin->on_create = fails_with("InvalidReplicationFactorException");
    EXPECT_THAT(error_of(*creation), HasSubstr("Unable to create topic(s) 't': the reason"));
    admin->on_create = fails_with("PolicyViolationException");
    EXPECT_THAT(error_of(*creation),
                HasSubstr("Error while attempting to create/find topic(s) 't'"));
    admin->on_create = nullptr;
    creation->ensure("t");
}

TEST_F(TopicCreationTest, TheTaskMakesItsTopicsBeforeItSends) {
    make(topics());
    producer->on_send = [this](const kafka::OutgoingRecord& record) {
        log.push_back("send to " + std::string(record.topic));
    };
    task->log_records = false;
    task->then({{.topic = "audit"}, {.topic = "audit"}});
    run();
    EXPECT_THAT(log,
                ElementsAre("start",
                            "look for audit",
                            "create audit 6 2",
                            "send to audit",
                            "send to audit",
                            "commit",
                            "stop"));
}

TEST_F(TopicCreationTest, TheTaskWaitsForALookUpThatTimedOut) {
    make(topics());
    int failures = 2;
    admin->on_look = [&failures] {
        if (failures-- > 0) {
            throw_kafka("TimeoutException");
        }
    };
    task->then({{.value = "v", .offset = 1}});
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v"));
    EXPECT_EQ(stored(), R"({"o":1})");
}

TEST_F(TopicCreationTest, TheTaskFailsWithoutItsTopic) {
    make(topics());
    admin->on_create = [] { throw_kafka("ClusterAuthorizationException"); };
    task->then({{.value = "v"}});
    run();
    EXPECT_THAT(trace(), HasSubstr("Task failed to create new topic"));
    EXPECT_THAT(sent_values(), IsEmpty());
}

}  // namespace
}  // namespace kconnect::test
