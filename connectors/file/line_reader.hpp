#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace kconnect::file {

/// One complete line. `text` is valid until the next call of the reader.
struct Line {
    std::string_view text;      ///< Without its end.
    std::size_t end_bytes = 0;  ///< Of "\n", "\r\n" or "\r".
};

/// Finds lines in what a file descriptor gives. A line without an end waits for more; so does one
/// that ends in "\r" until the next byte is known.
class LineReader {
public:
    /// `descriptor` is borrowed.
    explicit LineReader(int descriptor);

    /// The next line of what was read so far; absent when there is no complete one.
    std::optional<Line> next();
    /// Reads more; false when there is no more for now. Throws std::system_error.
    bool fill();

private:
    int descriptor_;
    std::string buffer_;
    std::size_t begin_ = 0;    ///< Of the first line that was not given.
    std::size_t scanned_ = 0;  ///< Up to here no line ends.
    std::size_t end_ = 0;      ///< Of what was read.
};

}  // namespace kconnect::file
