#include "reader/dead_letter_file.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "reader/log_line.hpp"

namespace kconnect::flight_reader {
namespace {

/// An open file that is closed with its scope.
class Descriptor {
public:
    explicit Descriptor(const std::filesystem::path& file)
        : value_(::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640)) {}
    ~Descriptor() {
        if (value_ >= 0) {
            ::close(value_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    int get() const noexcept { return value_; }

private:
    int value_;
};

[[noreturn]] void fail(const std::filesystem::path& file) {
    throw std::system_error(errno,
                            std::generic_category(),
                            "The dead letter cannot be written to '" + file.string() + "'");
}

}  // namespace

std::string dead_letter_line(const FailedRun& run) {
    return log_line("ERROR", {{"id", run.id}, {"error", run.error}, {"event", run.event}});
}

void append_dead_letter(const std::filesystem::path& file, const FailedRun& run) {
    const std::string line = dead_letter_line(run) + '\n';
    const Descriptor descriptor(file);
    if (descriptor.get() < 0) {
        fail(file);
    }
    // One write, so that the lines of two processes do not mix.
    const ssize_t written = ::write(descriptor.get(), line.data(), line.size());
    if (written != static_cast<ssize_t>(line.size()) || ::fsync(descriptor.get()) != 0) {
        fail(file);
    }
}

}  // namespace kconnect::flight_reader
