#pragma once

#include <string>
#include <string_view>

namespace kconnect::kafka {

/// Version of the librdkafka that runs, e.g. 0x020002ff for 2.0.2; it may be newer than the
/// headers.
int library_version();
/// "2.0.2"
std::string library_version_text();

/// Versions from which on something works.
inline constexpr int kVersionWithFetchBackoff = 0x02020000;  ///< fetch.queue.backoff.ms
inline constexpr int kVersionWithScramForKafka4 = 0x02060100;

/// Logs which librdkafka runs. Call once at start.
void log_library_version();

/// What to warn of when this SASL mechanism is used with this version; empty when all is well.
std::string scram_warning(std::string_view sasl_mechanism, int version);

}  // namespace kconnect::kafka
