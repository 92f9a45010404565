#include <sys/eventfd.h>
#include <unistd.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/abort_signal.hpp>

namespace kconnect::sql {

AbortSignal::AbortSignal() : descriptor_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (descriptor_ < 0) {
        throw ConnectException("No more files can be opened for a database session");
    }
}

AbortSignal::~AbortSignal() {
    ::close(descriptor_);
}

void AbortSignal::raise() noexcept {
    raised_.store(true, std::memory_order_release);
    eventfd_write(descriptor_, 1);
}

void AbortSignal::lower() noexcept {
    eventfd_t ignored = 0;
    eventfd_read(descriptor_, &ignored);
    raised_.store(false, std::memory_order_release);
}

}  // namespace kconnect::sql
