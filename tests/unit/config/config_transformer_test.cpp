#include "config/config_transformer.hpp"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "config/directory_config_provider.hpp"
#include "config/env_var_config_provider.hpp"
#include "config/file_config_provider.hpp"
#include "config/secret_mask.hpp"
#include "support/scratch_folder.hpp"

namespace kconnect {
namespace {

using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

/// Knows `key` under each path: "<path>/<key>".
class EchoProvider : public ConfigProvider {
public:
    explicit EchoProvider(std::optional<milliseconds> ttl = std::nullopt) : ttl_(ttl) {}
    void configure(const ConfigMap& /*config*/) override {}
    ConfigData get(std::string_view /*path*/) override { return {}; }
    ConfigData get_keys(std::string_view path, std::span<const std::string> keys) override {
        ++calls;
        ConfigData data{{}, ttl_};
        for (const auto& key : keys) {
            if (key != "unknown") {
                data.values.emplace(key, std::string(path) + "/" + key);
            }
        }
        return data;
    }

    int calls = 0;

private:
    std::optional<milliseconds> ttl_;
};

class ConfigTransformerTest : public ::testing::Test {
protected:
    void add(const std::string& name,
             std::unique_ptr<ConfigProvider> provider,
             ConfigMap config = {}) {
        provider->configure(config);
        providers_.insert_or_assign(name, std::move(provider));
    }
    void add_echo(const std::string& name = "echo") { add(name, std::make_unique<EchoProvider>()); }

    TransformedConfig transform(const ConfigMap& config) {
        ConfigTransformer transformer(std::move(providers_), secrets_);
        return transformer.transform(config);
    }
    std::string value_of(const std::string& text) {
        return transform({{"k", text}}).config.at("k");
    }
    std::string error_of(const std::string& text) {
        try {
            return "accepted: " + value_of(text);
        } catch (const ConfigException& error) {
            return error.what();
        }
    }

    ConfigProviders providers_;
    SecretMask secrets_;
    test::ScratchFolder folder_;
};

TEST_F(ConfigTransformerTest, ReplacesEachVariableOfAText) {
    add_echo();
    EXPECT_EQ(value_of("a ${echo:p:k1}, ${echo:k2}."), "a p/k1, /k2.");
}

TEST_F(ConfigTransformerTest, TakesAllBehindTheSecondColonAsKey) {
    add_echo();
    EXPECT_EQ(value_of("${echo:p:a:b}"), "p/a:b");
}

TEST_F(ConfigTransformerTest, LeavesWhatItDoesNotKnow) {
    add_echo();
    const std::string text =
        "${nosuch:a:b} ${echo:p:unknown} ${echo} ${ECHO:a:b} $echo:a:b ${echo:open";
    EXPECT_EQ(value_of(text), text);
}

TEST_F(ConfigTransformerTest, DoesNotReplaceWithinWhatItReplaced) {
    add_echo();
    EXPECT_EQ(value_of("${echo:${echo:a}"), "${echo/a");
    EXPECT_THAT(config_variables("${a${echo:x}"), ::testing::SizeIs(1));
    EXPECT_EQ(config_variables("${a${echo:x}").front().provider, "a${echo");
}

TEST_F(ConfigTransformerTest, AsksOnceForAllKeysOfAPath) {
    auto provider = std::make_unique<EchoProvider>();
    const auto* echo = provider.get();
    add("echo", std::move(provider));
    ConfigTransformer transformer(std::move(providers_), secrets_);
    transformer.transform({{"a", "${echo:p:1}"}, {"b", "${echo:p:2} ${echo:p:1}"}});
    EXPECT_EQ(echo->calls, 1);
    transformer.transform({{"a", "${echo:p:1}"}, {"b", "${echo:q:1}"}});
    EXPECT_EQ(echo->calls, 3);
}

TEST_F(ConfigTransformerTest, GivesTheTimeThatValuesHold) {
    add("short", std::make_unique<EchoProvider>(milliseconds(5)));
    add("endless", std::make_unique<EchoProvider>());
    add("negative", std::make_unique<EchoProvider>(milliseconds(-1)));
    EXPECT_THAT(transform({{"k", "${short:p:a} ${endless:q:b} ${negative:r:c}"}}).ttls,
                ElementsAre(Pair("p", milliseconds(5))));
}

TEST_F(ConfigTransformerTest, ReadsPropertiesFilesInUtf8) {
    const std::string file = folder_.write("a.properties", "p = geh\\u00e4im\nz=Z\xC3\xBCrich \n");
    add("file", std::make_unique<FileConfigProvider>());
    EXPECT_EQ(value_of("${file:" + file + ":p} ${file:" + file + ":z}|"),
              "geh\xC3\xA4im Z\xC3\xBCrich |");
}

TEST_F(ConfigTransformerTest, RefusesAFileThatCannotBeRead) {
    add("file", std::make_unique<FileConfigProvider>());
    EXPECT_EQ(error_of("${file:/nonexist:p}"), "Could not read properties from file /nonexist");
    add("file", std::make_unique<FileConfigProvider>());
    const std::string file = folder_.write("latin1.properties", "p=\xFC\n");
    EXPECT_EQ(error_of("${file:" + file + ":p}"), "Could not read properties from file " + file);
}

TEST_F(ConfigTransformerTest, ReadsNoPathThatIsNotAllowed) {
    const std::string file = folder_.write("a.properties", "p=x\n");
    const auto folder = folder_.path().string();
    for (const auto& [allowed, expected] :
         ConfigMap{{folder, "x"}, {file, "x"}, {folder + "/", "x"}, {"/usr", ""}, {"/tm", ""}}) {
        try {
            add("file", std::make_unique<FileConfigProvider>(), {{"allowed.paths", allowed}});
        } catch (const ConfigException& error) {
            EXPECT_STREQ(error.what(), "Path /tm does not exist");
            continue;
        }
        const auto text = "${file:" + folder + "/sub/../a.properties:p}";
        EXPECT_EQ(value_of(text), expected.empty() ? text : expected) << allowed;
    }
    EXPECT_THROW(AllowedPaths(ConfigMap{{"allowed.paths", "relative"}}), ConfigException);
}

TEST_F(ConfigTransformerTest, ReadsAFileOfAFolderWithItsLineEnd) {
    folder_.write("password", "s3cret\n");
    folder_.write("unreadable", "\xFF");
    add("dir", std::make_unique<DirectoryConfigProvider>());
    const auto folder = folder_.path().string();
    EXPECT_EQ(value_of("[${dir:" + folder + ":password}]"), "[s3cret\n]");
    add("dir", std::make_unique<DirectoryConfigProvider>());
    EXPECT_EQ(error_of("${dir:" + folder + ":unreadable}"),
              "Could not read file " + folder + "/unreadable for property unreadable");
    add("dir", std::make_unique<DirectoryConfigProvider>());
    EXPECT_EQ(value_of("${dir:" + folder + "/password:x}"), "${dir:" + folder + "/password:x}");
}

TEST_F(ConfigTransformerTest, ReadsAllowedEnvironmentVariables) {
    ::setenv("KCONNECT_TEST_A", "a", 1);
    ::setenv("KCONNECT_TEST_B", "b", 1);
    add("env",
        std::make_unique<EnvVarConfigProvider>(),
        {{"allowlist.pattern", "KCONNECT_TEST_[A]"}});
    EXPECT_EQ(value_of("${env:KCONNECT_TEST_A}${env:KCONNECT_TEST_B}"), "a${env:KCONNECT_TEST_B}");
    add("env", std::make_unique<EnvVarConfigProvider>());
    EXPECT_EQ(error_of("${env:some/path:A}"),
              "Path is not supported for EnvVarConfigProvider, invalid value 'some/path'");
    EXPECT_THROW(EnvVarConfigProvider().configure({{"allowlist.pattern", "("}}), ConfigException);
}

TEST_F(ConfigTransformerTest, LearnsWhatMustNotBeShown) {
    ::setenv("KCONNECT_TEST_HOST", "db.example", 1);
    ::setenv("KCONNECT_TEST_PASSWORD", "hunter22", 1);
    add("env", std::make_unique<EnvVarConfigProvider>());
    add_echo();
    transform({{"connection.url", "jdbc:${env:KCONNECT_TEST_HOST}"},
               {"connection.extra", "${env:KCONNECT_TEST_PASSWORD}"},
               {"some.key", "${echo:vault:value}"},
               {"topics", "${echo:vault:topic}"}});
    EXPECT_EQ(secrets_.masked("db.example hunter22 vault/value vault/topic"),
              "db.example [hidden] [hidden] vault/topic");
}

TEST_F(ConfigTransformerTest, HidesPasswordsThatStandInTheConfiguration) {
    const ConfigDef def{{.name = "pin", .type = ConfigType::kPassword}, {.name = "mode"}};
    ConfigTransformer transformer({}, secrets_);
    const ConfigMap config{{"connection.password", "hunter22"},
                           {"connection.user", "postgres"},
                           {"other.password", "postgres"},
                           {"unknown.password", "${vault:path:key}"},
                           {"pin", "sesame"},
                           {"mode", "always"}};
    transformer.transform(config);
    EXPECT_EQ(secrets_.masked("hunter22 sesame"), "[hidden] sesame");
    transformer.learn_passwords(config, def);
    EXPECT_EQ(secrets_.masked("hunter22 postgres ${vault:path:key} sesame always"),
              "[hidden] postgres ${vault:path:key} [hidden] always");
}

TEST_F(ConfigTransformerTest, ShowsVariablesInsteadOfTheirValues) {
    EXPECT_THAT(with_variables_of({{"a", "${x:y}"}, {"b", "raw"}, {"c", "${x:z}"}},
                                  {{"a", "value"}, {"b", "other"}}),
                ElementsAre(Pair("a", "${x:y}"), Pair("b", "other")));
}

TEST(SecretMask, LeavesWhatIsTooPlainToBeHidden) {
    SecretMask secrets;
    for (const auto* plain : {"", "abc", "true", "12345", "  "}) {
        secrets.add(plain);
    }
    EXPECT_TRUE(secrets.is_empty());
    EXPECT_EQ(secrets.masked("abc true 12345"), "abc true 12345");
}

TEST(SecretMask, HidesTheLongestFirstAndEachLine) {
    SecretMask secrets;
    secrets.add("geheim\n");
    secrets.add("geheim123");
    secrets.add("BEGIN KEY\n123456\n");
    EXPECT_EQ(secrets.masked("geheim123 geheim BEGIN KEY 123456"),
              "[hidden] [hidden] [hidden] [hidden]");
}

}  // namespace
}  // namespace kconnect
