#include "reader/content_coding.hpp"

#include <new>

#include <zlib.h>

#include "text/header_list.hpp"

namespace kconnect::flight_reader {
namespace {

/// True for the weights 0, 0.0, 0.00 and 0.000.
bool is_zero(std::string_view weight) {
    return weight.starts_with('0') && weight.find_first_of("123456789") == std::string_view::npos;
}

/// `gzip;q=0.5`: the weight is not zero.
bool is_allowed(std::string_view parameters) {
    const std::size_t weight = parameters.find("q=");
    return weight == std::string_view::npos || !is_zero(parameters.substr(weight + 2));
}

}  // namespace

bool accepts_gzip(std::optional<std::string_view> accept_encoding) {
    std::optional<bool> by_name;
    bool by_star = false;
    for (const std::string_view element :
         flight_text::header_elements(accept_encoding.value_or(""))) {
        const std::size_t semicolon = element.find(';');
        const std::string_view name = flight_text::trimmed(element.substr(0, semicolon));
        const bool allowed =
            semicolon == std::string_view::npos || is_allowed(element.substr(semicolon));
        if (flight_text::equal_ignoring_case(name, "gzip") ||
            flight_text::equal_ignoring_case(name, "x-gzip")) {
            by_name = allowed;
        } else if (name == "*") {
            by_star = allowed;
        }
    }
    return by_name.value_or(by_star);
}

std::string gzip(std::string_view bytes) {
    constexpr int kGzipFormat = 16 + MAX_WBITS;
    constexpr int kLevel = 5;
    constexpr int kMemoryLevel = 8;
    z_stream stream{};
    if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipFormat, kMemoryLevel, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        throw std::bad_alloc();
    }
    std::string result(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    return result;
}

}  // namespace kconnect::flight_reader
