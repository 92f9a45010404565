#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/standard_dialect.hpp>

namespace kconnect::sql {
namespace {

/// A dialect that exists in this file only.
class TinyDialect final : public StandardDialect {
public:
    std::string_view name() const override { return "TinyDialect"; }
    bool handles(std::string_view subprotocol) const override { return subprotocol == "tiny"; }
    std::unique_ptr<Connection> connect(const ConnectionSettings& /*settings*/,
                                        const AbortSignal& /*abort*/) const override {
        return nullptr;
    }
    bool compares_exactly(const Schema& /*schema*/, const Column& /*target*/) const override {
        return false;
    }

protected:
    std::string mapped_type(const Schema& /*schema*/, bool /*primary_key*/) const override {
        return "ANY";
    }
};

std::string refusal(std::string_view url, std::string_view name) {
    try {
        find_dialect(parse_jdbc_url(url), name);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "found";
}

TEST(Dialects, AreFoundByUrlOrName) {
    EXPECT_EQ(find_dialect(parse_jdbc_url("jdbc:postgresql:db")).name(),
              "PostgreSqlDatabaseDialect");
    EXPECT_EQ(find_dialect(parse_jdbc_url("jdbc:other:db"), "PostgreSqlDatabaseDialect").name(),
              "PostgreSqlDatabaseDialect");
}

TEST(Dialects, AreListedInARefusal) {
    EXPECT_THAT(refusal("jdbc:oracle:thin:u/geheim@h", ""),
                testing::AllOf(testing::HasSubstr("jdbc:oracle:"),
                               testing::HasSubstr("PostgreSqlDatabaseDialect"),
                               testing::Not(testing::HasSubstr("geheim"))));
    EXPECT_THAT(refusal("jdbc:postgresql:db", "NoDialect"),
                testing::AllOf(testing::HasSubstr("'NoDialect'"),
                               testing::HasSubstr("PostgreSqlDatabaseDialect")));
}

TEST(Dialects, SpeakToNoOtherDatabase) {
    EXPECT_EQ(refusal("jdbc:postgresql://h/d?password=geheim", "SqliteDatabaseDialect"),
              "SqliteDatabaseDialect (dialect.name) does not speak to "
              "'jdbc:postgresql://h/d' (connection.url): leave dialect.name out, "
              "the URL says which one it is");
    EXPECT_EQ(refusal("jdbc:mariadb://h/d", "MySqlDatabaseDialect"), "found");
}

TEST(Dialects, CanBeAdded) {
    static const TinyDialect tiny;
    register_dialect(tiny);
    EXPECT_EQ(&find_dialect(parse_jdbc_url("jdbc:tiny:db")), &tiny);
}

}  // namespace
}  // namespace kconnect::sql
