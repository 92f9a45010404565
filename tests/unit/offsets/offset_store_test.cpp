#include "offsets/offset_store.hpp"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/scratch_folder.hpp"

namespace kconnect::offsets {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OffsetStoreTest : public ::testing::Test {
protected:
    void write(std::string_view content) { std::ofstream(file_, std::ios::binary) << content; }
    ByteMap stored() {
        OffsetStore store(file_);
        store.load();
        return store.entries();
    }
    std::string error_of(OffsetStore& store) {
        try {
            store.put({{"k", "v"}});
            return "no error";
        } catch (const ConnectException& error) {
            return error.what();
        }
    }
    std::ptrdiff_t files() {
        return std::distance(std::filesystem::directory_iterator(folder_.path()),
                             std::filesystem::directory_iterator());
    }

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_.path() / "connect.offsets";
};

TEST_F(OffsetStoreTest, IsEmptyWithoutAFile) {
    EXPECT_THAT(stored(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(OffsetStoreTest, IsEmptyWhenTheFileIsEmptyOrCut) {
    write("");
    EXPECT_THAT(stored(), IsEmpty());
    write(write_java_map({{"k", "v"}}).substr(0, 90));
    EXPECT_THAT(stored(), IsEmpty());
}

TEST_F(OffsetStoreTest, FindsAfterARestartWhatWasPut) {
    OffsetStore first(file_);
    first.load();
    first.put({{"a", "1"}, {"b", "2"}});
    first.put({{"a", "3"}});
    OffsetStore second(file_);
    second.load();
    EXPECT_EQ(second.find("a"), "3");
    EXPECT_EQ(second.find("b"), "2");
    EXPECT_EQ(second.find("c"), std::nullopt);
}

TEST_F(OffsetStoreTest, KeepsForeignEntriesAndNullValues) {
    const ByteMap foreign{{std::nullopt, "x"}, {"no json", std::nullopt}, {"[\"other\",{}]", "{}"}};
    write(write_java_map(foreign));
    OffsetStore store(file_);
    store.load();
    store.put({{"a", "1"}});
    auto expected = foreign;
    expected.emplace("a", "1");
    EXPECT_EQ(stored(), expected);
}

TEST_F(OffsetStoreTest, KeepsThePermissionsAndTheLinkOfTheFile) {
    write("");
    ::chmod(file_.c_str(), 0640);
    const auto link = folder_.path() / "link";
    std::filesystem::create_symlink(file_, link);
    OffsetStore store(link);
    store.put({{"a", "1"}});
    EXPECT_TRUE(std::filesystem::is_symlink(link));
    struct ::stat status {};
    ASSERT_EQ(::stat(file_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0640U);
    EXPECT_EQ(files(), 2);
}

TEST_F(OffsetStoreTest, ReplacesTheFileAsAWhole) {
    OffsetStore store(file_);
    store.put({{"a", "1"}});
    const std::ifstream open_before(file_, std::ios::binary);
    store.put({{"a", "2"}});
    std::ostringstream seen;
    seen << open_before.rdbuf();
    EXPECT_EQ(read_java_map(seen.str()), (ByteMap{{"a", "1"}}));
    EXPECT_EQ(files(), 1);
}

TEST_F(OffsetStoreTest, NamesTheFileThatCannotBeWritten) {
    const auto missing = folder_.path() / "missing" / "offsets";
    OffsetStore store(missing);
    EXPECT_EQ(error_of(store),
              "Cannot write offset file '" + missing.string() + "': No such file or directory");
    EXPECT_EQ(store.find("k"), std::nullopt);
}

TEST_F(OffsetStoreTest, RefusesAFolder) {
    OffsetStore store(folder_.path());
    try {
        store.load();
        FAIL() << "a folder was read";
    } catch (const ConnectException& error) {
        EXPECT_THAT(error.what(), HasSubstr("Is a directory"));
    }
}

}  // namespace
}  // namespace kconnect::offsets
