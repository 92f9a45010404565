#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/schemas.hpp>
#include <kconnect/testing/drivers.hpp>

#include "support/text_converter.hpp"

namespace kconnect::test {
namespace {

/// Drops records with a null value and renames the topic of the others.
class Renamer final : public Transformation {
public:
    const ConfigDef& config() const override {
        static const ConfigDef def{{.name = "to"}};
        return def;
    }
    void configure(const ConfigMap& config) override { to_ = config.at("to"); }
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory& memory) override {
        if (sink == nullptr || record.value.is_null()) {
            return false;
        }
        record.topic = memory.arena().copy(to_);
        return true;
    }

private:
    std::string to_;
};

TEST(TransformationDriver, GivesTheChangedRecordOrNone) {
    TransformationDriver driver(std::make_unique<Renamer>(), {{"to", "new"}});
    EXPECT_EQ(driver.apply({.topic = "old", .value = "x"})->topic, "new");
    EXPECT_FALSE(driver.apply({.topic = "old"}).has_value());
}

TEST(TransformationDriver, ChecksTheConfigurationAsTheWorkerDoes) {
    EXPECT_THROW(TransformationDriver(std::make_unique<Renamer>()), ConfigException);
}

TEST(ConverterDriver, ReadsAndWrites) {
    ConverterDriver driver(std::make_unique<TextConverter>());
    EXPECT_EQ(driver.read("x").value, Value::of_string("x"));
    EXPECT_EQ(driver.write(string_schema(), "y"), "y");
    EXPECT_EQ(driver.round_trip("z"), "z");
    EXPECT_EQ(driver.round_trip(std::nullopt), std::nullopt);
    EXPECT_THROW(driver.read("bad"), DataException);
}

}  // namespace
}  // namespace kconnect::test
