#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

std::exception_ptr made(const std::function<void()>& call) {
    try {
        call();
    } catch (...) {
        return std::current_exception();
    }
    return nullptr;
}

TEST(Errors, KnowTheirJavaNames) {
    EXPECT_EQ(DataException("x").java_class(), "org.apache.kafka.connect.errors.DataException");
    EXPECT_EQ(ConfigException("x").java_class(), "org.apache.kafka.common.config.ConfigException");
    EXPECT_EQ(RetriableException("x").java_class(),
              "org.apache.kafka.connect.errors.RetriableException");
}

TEST(Errors, PrintTheirChainAsJavaDoes) {
    const auto cause = made([] { throw DataException("bad value"); });
    const auto error =
        made([&cause] { throw ConnectException("Tolerance exceeded in error handler", cause); });
    EXPECT_EQ(stack_trace(error),
              "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error "
              "handler\nCaused by: org.apache.kafka.connect.errors.DataException: bad value\n");
}

TEST(Errors, DescribeForeignExceptions) {
    EXPECT_EQ(describe(made([] { throw std::runtime_error("boom"); })), "boom");
    EXPECT_EQ(describe(made([] { throw 5; })), "unknown exception");
    EXPECT_EQ(describe(nullptr), "");
}

TEST(Errors, WordBadValuesAsKafkaDoes) {
    EXPECT_STREQ(ConfigException("k", "v", "Not a number of type INT").what(),
                 "Invalid value v for configuration k: Not a number of type INT");
}

}  // namespace
}  // namespace kconnect
