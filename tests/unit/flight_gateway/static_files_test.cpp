#include "gateway/static_files.hpp"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "requests.hpp"
#include "support/scratch_folder.hpp"

namespace kconnect::flight_gateway {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPolicy = "default-src 'self'";

/// A page beside a file that nobody may get.
class StaticFilesTest : public testing::Test {
protected:
    StaticFilesTest() {
        folder_.write("secret.txt", "secret");
        fs::create_directories(root() / "sub");
        fs::create_directories(root() / ".git");
        write("index.html", "<html>");
        write("app.js", "let a");
        write("sub/index.html", "<sub>");
        write("odd name", "odd");
        write(".env", "PASSWORD=x");
        write(".git/config", "x");
        fs::create_symlink(folder_.path() / "secret.txt", root() / "link.txt");
        fs::create_symlink(root() / ".env", root() / "env.txt");
        fs::create_symlink(root() / "app.js", root() / "also.js");
    }

    fs::path root() const { return folder_.path() / "page"; }
    void write(const std::string& name, const std::string& text) const {
        std::ofstream(root() / name) << text;
    }

    test::ScratchFolder folder_;
};

TEST_F(StaticFilesTest, ServesThePageAndItsParts) {
    const StaticFiles files(root(), kPolicy);

    const auto page = files.answer(request_of("GET", "/"));
    EXPECT_EQ("<html>", page.body);
    EXPECT_EQ("text/html; charset=utf-8", page.content_type);
    EXPECT_EQ("nosniff", http::header(page.headers, "X-Content-Type-Options"));
    EXPECT_EQ("text/javascript; charset=utf-8",
              files.answer(request_of("GET", "/app.js")).content_type);
    EXPECT_EQ("<sub>", files.answer(request_of("GET", "/sub/")).body);
    EXPECT_EQ("application/octet-stream",
              files.answer(request_of("GET", "/odd%20name")).content_type);
    EXPECT_EQ("let a", files.answer(request_of("GET", "/also.js")).body);
}

TEST_F(StaticFilesTest, TellsBrowsersWhatThePageMayDo) {
    const auto page = StaticFiles(root(), kPolicy).answer(request_of("GET", "/"));

    EXPECT_EQ(kPolicy, http::header(page.headers, "Content-Security-Policy"));
    EXPECT_EQ("no-referrer", http::header(page.headers, "Referrer-Policy"));
    EXPECT_EQ("",
              http::header(StaticFiles(root(), "").answer(request_of("GET", "/")).headers,
                           "Content-Security-Policy"));
}

TEST_F(StaticFilesTest, ServesNothingElse) {
    const StaticFiles files(root(), kPolicy);

    for (const auto& path : std::vector<std::vector<std::string>>{{"none.html"},
                                                                  {".env"},
                                                                  {".git", "config"},
                                                                  {"link.txt"},
                                                                  {"env.txt"},
                                                                  {"..", "secret.txt"},
                                                                  {"../secret.txt"},
                                                                  {"sub", "..", "app.js"},
                                                                  {"app.js", ""}}) {
        EXPECT_FALSE(files.has(path)) << path.front();
    }
}

TEST_F(StaticFilesTest, SendsNothingThatTheClientHas) {
    const StaticFiles files(root(), kPolicy);
    const auto first = files.answer(request_of("GET", "/app.js"));
    const std::string tag(http::header(first.headers, "ETag"));
    const std::string changed(http::header(first.headers, "Last-Modified"));
    const auto ask = [&files](const std::string& name, const std::string& value) {
        return files.answer(request_of("GET", "/app.js", {{name, value}}));
    };

    EXPECT_EQ(304, ask("If-None-Match", tag).status);
    EXPECT_EQ("", ask("If-None-Match", tag).body);
    EXPECT_EQ(tag, http::header(ask("If-None-Match", tag).headers, "ETag"));
    EXPECT_EQ(304, ask("If-None-Match", "\"x\", W/" + tag).status);
    EXPECT_EQ(304, ask("If-Modified-Since", changed).status);
    EXPECT_EQ(200, ask("If-None-Match", "\"x\"").status);
    EXPECT_EQ(200, ask("If-Modified-Since", "Sun, 22 Nov 1998 16:09:46 GMT").status);
    EXPECT_EQ(200, ask("If-Modified-Since", "yesterday").status);
}

TEST_F(StaticFilesTest, TellsChangedContentByItsTag) {
    const auto tag = [this] {
        return std::string(http::header(
            StaticFiles(root(), kPolicy).answer(request_of("GET", "/app.js")).headers, "ETag"));
    };
    const auto before = tag();

    write("app.js", "let b");

    EXPECT_NE(before, tag());
}

}  // namespace
}  // namespace kconnect::flight_gateway
