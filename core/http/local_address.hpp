#pragma once

#include <string>

namespace kconnect::http {

/// The address that this host's own name leads to, as Java's InetAddress.getLocalHost(); else
/// "127.0.0.1". May block for as long as the name service does.
std::string local_address();

}  // namespace kconnect::http
