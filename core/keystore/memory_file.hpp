#pragma once

#include <string>

namespace kconnect::keystore {

/// A text that looks like a file to a library that only reads files, readable for this user alone
/// and never on disk; gone with its owner. Throws ConnectException when there is no memory for it.
class MemoryFile {
public:
    explicit MemoryFile(const std::string& text);
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    std::string path() const;

private:
    int descriptor_;
};

}  // namespace kconnect::keystore
