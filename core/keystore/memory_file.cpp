#include "memory_file.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kconnect/errors.hpp>

namespace kconnect::keystore {

MemoryFile::MemoryFile(const std::string& text)
    : descriptor_(::memfd_create("kconnect", MFD_CLOEXEC)) {
    // libpq wants a private key that nobody else can read.
    if (descriptor_ < 0 || ::fchmod(descriptor_, S_IRUSR | S_IWUSR) != 0 ||
        ::write(descriptor_, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
        const std::string reason = std::strerror(errno);
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
        throw ConnectException(
            fmt::format("Cannot keep a certificate chain in memory: {}", reason));
    }
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

std::string MemoryFile::path() const {
    return fmt::format("/proc/self/fd/{}", descriptor_);
}

}  // namespace kconnect::keystore
