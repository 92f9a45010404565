#include "line_reader.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include <unistd.h>

namespace kconnect::file {
namespace {

constexpr std::size_t kReadSize = 64UL * 1024;

}  // namespace

LineReader::LineReader(int descriptor) : descriptor_(descriptor) {
}

std::optional<Line> LineReader::next() {
    const std::string_view unread(buffer_.data(), end_);
    const auto at = unread.find_first_of("\r\n", scanned_);
    if (at == std::string_view::npos) {
        scanned_ = end_;
        return std::nullopt;
    }
    scanned_ = at;
    std::size_t end_bytes = 1;
    if (unread[at] == '\r') {
        if (at + 1 == end_) {
            return std::nullopt;
        }
        end_bytes = unread[at + 1] == '\n' ? 2 : 1;
    }
    const Line line{unread.substr(begin_, at - begin_), end_bytes};
    begin_ = scanned_ = at + end_bytes;
    return line;
}

bool LineReader::fill() {
    if (begin_ > 0) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= begin_;
        scanned_ -= begin_;
        begin_ = 0;
    }
    if (buffer_.size() < end_ + kReadSize) {
        buffer_.resize(std::max(buffer_.size() * 2, end_ + kReadSize));
    }
    const auto count = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
    if (count < 0) {
        if (errno == EINTR || errno == EAGAIN) {
            return false;
        }
        throw std::system_error(errno, std::generic_category());
    }
    end_ += static_cast<std::size_t>(count);
    return count > 0;
}

}  // namespace kconnect::file
