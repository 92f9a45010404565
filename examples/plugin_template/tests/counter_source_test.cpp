#include "counter_source.hpp"

#include <vector>

#include <gtest/gtest.h>

#include <kconnect/testing/source_task_runner.hpp>

namespace plugin_template {
namespace {

using kconnect::test::SourceTaskRunner;

std::vector<std::int64_t> poll(SourceTaskRunner& runner) {
    std::vector<std::int64_t> numbers;
    for (const auto& record : runner.poll()) {
        numbers.push_back(record.value.as_int64());
    }
    return numbers;
}

TEST(CounterSource, SendsEachNumberOnceUpToItsLimit) {
    SourceTaskRunner runner(std::make_unique<CounterSourceTask>(),
                            {{"topic", "numbers"}, {"limit", "3"}});
    runner.start();
    EXPECT_EQ(poll(runner), (std::vector<std::int64_t>{0, 1, 2}));
    EXPECT_TRUE(poll(runner).empty());
}

TEST(CounterSource, GoesOnBehindTheStoredOffset) {
    SourceTaskRunner runner(std::make_unique<CounterSourceTask>(),
                            {{"topic", "numbers"}, {"limit", "150"}});
    runner.start();
    EXPECT_EQ(poll(runner).size(), 100U);
    runner.commit();
    poll(runner);  // Not committed: comes again.
    runner.restart(std::make_unique<CounterSourceTask>());
    const auto numbers = poll(runner);
    ASSERT_EQ(numbers.size(), 50U);
    EXPECT_EQ(numbers.front(), 100);
}

TEST(CounterSource, NeedsALimit) {
    SourceTaskRunner runner(std::make_unique<CounterSourceTask>(), {{"topic", "numbers"}});
    EXPECT_THROW(runner.start(), kconnect::ConfigException);
}

}  // namespace
}  // namespace plugin_template
