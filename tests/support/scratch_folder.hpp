#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace kconnect::test {

/// A new folder of the test's own, removed with all it holds at the end of the scope.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }

    /// Writes a file of this name and returns its path.
    std::filesystem::path write(const std::string& name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

/// The whole file; empty when there is none.
std::string read_file(const std::filesystem::path& path);

}  // namespace kconnect::test
