#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "http/http_message.hpp"

namespace kconnect::flight_gateway {

/// The files of a folder, as they were when they were read: no request reaches the file system, so
/// that no path leads out of the folder. Files and folders whose names begin with a dot, and links
/// that lead out, are left out. Threads: any.
class StaticFiles {
public:
    StaticFiles() = default;

    /// Reads all files, to be sent with this Content-Security-Policy unless it is empty. Throws
    /// ConfigException when one cannot be read or they are too large.
    StaticFiles(const std::filesystem::path& folder, std::string policy);

    /// True when there is a file of this path; a folder's is its index.html.
    bool has(const std::vector<std::string>& path) const { return find(path) != nullptr; }

    /// Answers GET and HEAD of a path that is there: the file, or 304 when the client has it.
    http::Response answer(const http::Request& request) const;

private:
    struct File {
        std::string content;
        std::string content_type;
        std::string entity_tag;
        std::chrono::sys_seconds changed;
    };

    const File* find(const std::vector<std::string>& path) const;

    std::map<std::string, File> files_;  ///< By path: "/app.js".
    std::string policy_;
};

}  // namespace kconnect::flight_gateway
