#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>

namespace kconnect::offsets {

/// Bytes, or Java's null.
using Bytes = std::optional<std::string>;

/// Entries of a java.util.HashMap<byte[], byte[]>, sorted by key, so that equal content gives an
/// equal file.
using ByteMap = std::map<Bytes, Bytes>;

/// The stream ends before the map does.
class EndOfStream : public ConnectException {
public:
    using ConnectException::ConnectException;
};

/// Reads what java.io.ObjectOutputStream.writeObject() wrote for such a map. Of entries with equal
/// keys the last one wins. Throws EndOfStream for a stream that ends too early, and
/// ConnectException with Java's text for all other content.
ByteMap read_java_map(std::string_view stream);

/// What Java writes for a HashMap with these entries, in the order of `entries` (Java's own order
/// is by chance).
std::string write_java_map(const ByteMap& entries);

}  // namespace kconnect::offsets
