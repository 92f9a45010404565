// Random URLs: whatever they are, they are read or refused by one line that shows no secret.
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "mysql/mysql_options.hpp"
#include "postgresql/settings.hpp"
#include "sqlite/sqlite_options.hpp"

namespace kconnect::sql {
namespace {

constexpr const char* kSecret = "GEHEIM";

/// How many URLs are tried; more with KCONNECT_TEST_FUZZ_ROUNDS.
int rounds() {
    const char* wanted = std::getenv("KCONNECT_TEST_FUZZ_ROUNDS");
    constexpr int kFew = 3000;
    return wanted == nullptr ? kFew : std::atoi(wanted);
}

class UrlMaker {
public:
    explicit UrlMaker(unsigned seed) : random_(seed) {}

    std::string make() {
        std::string url;
        const int count = number(1, 12);
        for (int piece = 0; piece < count; ++piece) {
            url += pieces()[static_cast<std::size_t>(
                number(0, static_cast<int>(pieces().size()) - 1))];
        }
        const bool starts_well = number(0, 3) != 0;
        url = starts_well ? starts()[static_cast<std::size_t>(number(0, 5))] + url : url;
        if (number(0, 3) == 0 && !url.empty()) {
            url[static_cast<std::size_t>(number(0, static_cast<int>(url.size()) - 1))] =
                static_cast<char>(number(0, 255));
        }
        return url;
    }

private:
    int number(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random_);
    }
    static const std::vector<std::string>& starts() {
        static const std::vector<std::string> texts{"jdbc:postgresql://",
                                                    "jdbc:postgresql:",
                                                    "jdbc:mysql://",
                                                    "jdbc:mariadb://",
                                                    "jdbc:sqlite:",
                                                    "jdbc:mysql:replication://"};
        return texts;
    }
    static const std::vector<std::string>& pieces() {
        static const std::vector<std::string> texts{"host",
                                                    ":5432",
                                                    ":99999",
                                                    ":",
                                                    ",",
                                                    "/",
                                                    "//",
                                                    "db",
                                                    "?",
                                                    "&",
                                                    "=",
                                                    "%41",
                                                    "%",
                                                    "%4",
                                                    "[::1]",
                                                    "[",
                                                    "]",
                                                    "user",
                                                    "user=u",
                                                    "&sslmode=",
                                                    "require",
                                                    "verify-ca",
                                                    "&useSSL=",
                                                    "true",
                                                    "false",
                                                    "&x=y",
                                                    "(",
                                                    ")",
                                                    "host=h",
                                                    ";",
                                                    "@",
                                                    "jdbc:",
                                                    "+",
                                                    "\xC3\xBC",
                                                    "\xFF",
                                                    "connectTimeout=5",
                                                    "&sessionVariables=a='b,c'",
                                                    "&serverTimezone=UTC",
                                                    "&socketTimeout=99999999999999999999",
                                                    "&currentSchema=\"a\"",
                                                    std::string(1, '\0')};
        return texts;
    }

    std::mt19937 random_;
};

/// Reads the URL as a connector does, up to the point where a connection would be opened.
void read(const std::string& text) {
    ConnectionSettings settings;
    settings.url = parse_jdbc_url(text);
    EXPECT_EQ(settings.url.display().find(kSecret), std::string::npos) << text;
    if (settings.url.subprotocol == "postgresql") {
        postgresql::session_settings(settings);
    } else if (settings.url.subprotocol == "sqlite") {
        sqlite::parse_options(settings);
    } else {
        mysql::parse_options(settings);
    }
}

void expect_read_or_refused(const std::string& text, unsigned seed) {
    try {
        read(text);
    } catch (const ConfigException& error) {
        const std::string line = error.what();
        EXPECT_EQ(line.find(kSecret), std::string::npos) << "seed " << seed << ": " << text;
    } catch (const std::exception& error) {
        ADD_FAILURE() << "seed " << seed << ": " << text << ": " << error.what();
    }
}

unsigned new_seed() {
    const char* wanted = std::getenv("KCONNECT_TEST_FUZZ_SEED");
    return wanted == nullptr ? std::random_device()() : static_cast<unsigned>(std::atol(wanted));
}

TEST(JdbcUrlFuzz, ReadsOrRefusesWhateverComes) {
    const unsigned seed = new_seed();
    SCOPED_TRACE("KCONNECT_TEST_FUZZ_SEED=" + std::to_string(seed));
    UrlMaker maker(seed);
    for (int round = 0; round < rounds(); ++round) {
        expect_read_or_refused(maker.make(), seed);
    }
}

TEST(JdbcUrlFuzz, ShowsNoPasswordWhateverStandsAroundIt) {
    const unsigned seed = new_seed();
    SCOPED_TRACE("KCONNECT_TEST_FUZZ_SEED=" + std::to_string(seed));
    UrlMaker maker(seed);
    for (int round = 0; round < rounds(); ++round) {
        expect_read_or_refused(maker.make() + "&password=" + kSecret, seed);
        expect_read_or_refused(maker.make() + "?sslpassword=" + kSecret, seed);
    }
}

}  // namespace
}  // namespace kconnect::sql
