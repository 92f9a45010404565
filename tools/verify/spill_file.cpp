#include "verify/spill_file.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include <unistd.h>

namespace kconnect::verify {

namespace {

[[noreturn]] void throw_errno(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

int open_nameless_file() {
    const char* const folder = std::getenv("TMPDIR");
    std::string name = std::string(folder != nullptr ? folder : "/tmp") + "/kconnect-verify.XXXXXX";
    const int file = ::mkstemp(name.data());
    if (file < 0) {
        throw_errno("Cannot create the temporary file " + name + "; set TMPDIR to another folder");
    }
    ::unlink(name.c_str());
    return file;
}

}  // namespace

SpillFile::SpillFile(std::size_t buckets, std::size_t block_bytes)
    : block_bytes_(block_bytes), buckets_(buckets), file_(open_nameless_file()) {
}

SpillFile::~SpillFile() {
    ::close(file_);
}

void SpillFile::add(std::size_t bucket, std::string_view entry) {
    Bucket& target = buckets_[bucket];
    const auto length = static_cast<std::uint32_t>(entry.size());
    char bytes[sizeof length];
    std::memcpy(bytes, &length, sizeof length);
    target.open.append(bytes, sizeof length);
    target.open.append(entry);
    while (target.open.size() >= block_bytes_) {
        write_block(target);
    }
}

void SpillFile::write_block(Bucket& bucket) {
    std::size_t written = 0;
    while (written < block_bytes_) {
        const ssize_t count = ::pwrite(file_,
                                       bucket.open.data() + written,
                                       block_bytes_ - written,
                                       static_cast<off_t>(size_ + written));
        if (count < 0 && errno != EINTR) {
            throw_errno("Cannot write to the temporary file; set TMPDIR to a folder with room");
        }
        written += count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    bucket.blocks.push_back(size_);
    size_ += block_bytes_;
    bucket.open.erase(0, block_bytes_);
}

std::string SpillFile::read_block(std::uint64_t offset) const {
    std::string block(block_bytes_, '\0');
    std::size_t done = 0;
    while (done < block_bytes_) {
        const ssize_t count = ::pread(
            file_, block.data() + done, block_bytes_ - done, static_cast<off_t>(offset + done));
        if (count == 0) {
            errno = EIO;
        }
        if (count <= 0 && errno != EINTR) {
            throw_errno("Cannot read the temporary file");
        }
        done += count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    return block;
}

void SpillFile::read(std::size_t bucket, const std::function<void(std::string_view entry)>& visit) {
    const Bucket& source = buckets_[bucket];
    std::string buffer;
    const auto visit_whole_entries = [&] {
        std::size_t at = 0;
        std::uint32_t length = 0;
        while (buffer.size() - at >= sizeof length) {
            std::memcpy(&length, buffer.data() + at, sizeof length);
            if (buffer.size() - at - sizeof length < length) {
                break;
            }
            visit(std::string_view(buffer).substr(at + sizeof length, length));
            at += sizeof length + length;
        }
        buffer.erase(0, at);
    };
    for (const std::uint64_t offset : source.blocks) {
        buffer += read_block(offset);
        visit_whole_entries();
    }
    buffer += source.open;
    visit_whole_entries();
}

}  // namespace kconnect::verify
