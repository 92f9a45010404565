#pragma once

#include <filesystem>
#include <string>

namespace kconnect::flight_reader {

/// A run that failed.
struct FailedRun {
    std::string id;
    std::string event;
    std::string error;
};

/// The run as one JSON line, without its end: time, level, id, error and event.
std::string dead_letter_line(const FailedRun& run);

/// Appends the run to the file as its line, on disk when it returns; several processes may do so at
/// once. Throws std::system_error that names the file.
void append_dead_letter(const std::filesystem::path& file, const FailedRun& run);

}  // namespace kconnect::flight_reader
