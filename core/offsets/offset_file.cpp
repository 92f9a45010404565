#include "offsets/offset_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace kconnect::offsets {
namespace {

ConnectException failure(const char* action, const std::filesystem::path& file, int error) {
    return ConnectException(
        fmt::format("Cannot {} offset file '{}': {}", action, file.string(), std::strerror(error)));
}

/// An open file.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (is_open()) {
            ::close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    bool is_open() const noexcept { return number_ >= 0; }
    int number() const noexcept { return number_; }

    /// Writes all and waits for the disk; 0, or errno.
    int write(std::string_view content) const {
        while (!content.empty()) {
            const auto written = ::write(number_, content.data(), content.size());
            if (written < 0 && errno != EINTR) {
                return errno;
            }
            if (written > 0) {
                content.remove_prefix(static_cast<std::size_t>(written));
            }
        }
        return ::fsync(number_) == 0 ? 0 : errno;
    }

private:
    int number_;
};

std::string read_all(const Descriptor& input, const std::filesystem::path& file) {
    std::string content;
    char buffer[65536];
    for (;;) {
        const auto size = ::read(input.number(), buffer, sizeof(buffer));
        if (size == 0) {
            return content;
        }
        if (size > 0) {
            content.append(buffer, static_cast<std::size_t>(size));
        } else if (errno != EINTR) {
            throw failure("read", file, errno);
        }
    }
}

/// The file behind symbolic links, so that a link stays one.
std::filesystem::path real_file(const std::filesystem::path& file) {
    std::error_code error;
    auto real = std::filesystem::canonical(file, error);
    return error ? file : real;
}

/// Permissions for the new file: those of the old one, else what a new file gets.
::mode_t mode_of(const std::filesystem::path& file) {
    struct ::stat status {};
    if (::stat(file.c_str(), &status) == 0) {
        return status.st_mode & 07777;
    }
    const auto mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

void sync_folder(const std::filesystem::path& file) {
    const auto folder = file.parent_path();
    const Descriptor descriptor(
        ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.is_open()) {
        ::fsync(descriptor.number());
    }
}

/// True when an error of replacing may not be one of overwriting.
bool may_be_overwritten(int error, const std::filesystem::path& file) {
    return (error == EACCES || error == EPERM || error == EROFS || error == EBUSY) &&
           ::access(file.c_str(), W_OK) == 0;
}

/// Writes a new file beside the old one and renames it; 0, or errno.
int replace(const std::filesystem::path& file, std::string_view content) {
    std::string name = file.string() + ".XXXXXX";
    const Descriptor output(::mkostemp(name.data(), O_CLOEXEC));
    if (!output.is_open()) {
        return errno;
    }
    int error = output.write(content);
    if (error == 0 && ::fchmod(output.number(), mode_of(file)) != 0) {
        error = errno;
    }
    if (error == 0 && ::rename(name.c_str(), file.c_str()) != 0) {
        error = errno;
    }
    if (error != 0) {
        ::unlink(name.c_str());
        return error;
    }
    sync_folder(file);
    return 0;
}

int overwrite(const std::filesystem::path& file, std::string_view content) {
    const Descriptor output(::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
    return output.is_open() ? output.write(content) : errno;
}

}  // namespace

ByteMap read_offset_file(const std::filesystem::path& file) {
    const Descriptor input(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!input.is_open()) {
        if (errno == ENOENT) {
            return {};
        }
        throw failure("open", file, errno);
    }
    const auto content = read_all(input, file);
    try {
        return read_java_map(content);
    } catch (const EndOfStream&) {
        return {};
    }
}

void write_offset_file(const std::filesystem::path& file, const ByteMap& entries) {
    const auto content = write_java_map(entries);
    const auto target = real_file(file);
    int error = replace(target, content);
    if (may_be_overwritten(error, target)) {
        error = overwrite(target, content);
    }
    if (error != 0) {
        throw failure("write", file, error);
    }
}

}  // namespace kconnect::offsets
