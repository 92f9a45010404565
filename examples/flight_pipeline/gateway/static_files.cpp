#include "gateway/static_files.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include <kconnect/errors.hpp>

#include "http/http_date.hpp"
#include "text/fingerprint.hpp"
#include "text/header_list.hpp"

namespace kconnect::flight_gateway {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 64UL * 1024 * 1024;

std::string content_type_of(const fs::path& file) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTypes = {{
        {".css", "text/css; charset=utf-8"},
        {".gif", "image/gif"},
        {".html", "text/html; charset=utf-8"},
        {".ico", "image/x-icon"},
        {".jpg", "image/jpeg"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".map", "application/json"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".png", "image/png"},
        {".svg", "image/svg+xml"},
        {".txt", "text/plain; charset=utf-8"},
        {".webmanifest", "application/manifest+json"},
        {".webp", "image/webp"},
        {".woff2", "font/woff2"},
        {".yaml", "application/yaml"},
    }};
    const auto extension = file.extension().string();
    const auto* const found =
        std::find_if(kTypes.begin(), kTypes.end(), [&extension](const auto& entry) {
            return http::equals_ignoring_case(entry.first, extension);
        });
    return std::string(found == kTypes.end() ? "application/octet-stream" : found->second);
}

std::string read(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string content((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    if (!stream) {
        throw ConfigException(fmt::format(
            "static: {} cannot be read; let the gateway's user read it", file.string()));
    }
    return content;
}

/// False for what is outside of the folder ("..") and for what begins with a dot.
bool is_shown(const fs::path& file, const fs::path& folder) {
    const auto relative = file.lexically_relative(folder);
    return std::none_of(relative.begin(), relative.end(), [](const fs::path& part) {
        return part.empty() || part.string().starts_with('.');
    });
}

std::chrono::sys_seconds changed_at(const fs::path& file) {
    struct stat status {};
    ::stat(file.c_str(), &status);
    return std::chrono::sys_seconds(std::chrono::seconds(status.st_mtime));
}

/// Reads "Sun, 22 Nov 2026 16:09:46 GMT"; absent when it is none.
std::optional<std::chrono::sys_seconds> parse_http_date(const std::string& text) {
    std::tm parts{};
    const char* const end = ::strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (end == nullptr || *end != '\0') {
        return std::nullopt;
    }
    return std::chrono::sys_seconds(std::chrono::seconds(::timegm(&parts)));
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder, std::string policy) : policy_(std::move(policy)) {
    const auto root = fs::canonical(folder);
    std::uintmax_t bytes = 0;
    for (auto entry = fs::recursive_directory_iterator(root);
         entry != fs::recursive_directory_iterator();
         ++entry) {
        if (entry->path().filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
            continue;
        }
        std::error_code error;
        const auto target = fs::canonical(entry->path(), error);
        if (error || !is_shown(target, root) || !fs::is_regular_file(target)) {
            continue;
        }
        auto content = read(target);
        bytes += content.size();
        if (bytes > kMostBytes) {
            throw ConfigException(fmt::format(
                "static: {} has more than {} MB; a page's files are kept in memory, name "
                "a folder that holds these only",
                folder.string(),
                kMostBytes / 1024 / 1024));
        }
        auto tag = fmt::format("\"{}\"", flight_text::fingerprint(content));
        files_.emplace(
            fmt::format("/{}", entry->path().lexically_relative(root).generic_string()),
            File{std::move(content), content_type_of(target), std::move(tag), changed_at(target)});
    }
}

const StaticFiles::File* StaticFiles::find(const std::vector<std::string>& path) const {
    std::string name;
    for (const auto& segment : path) {
        name += '/';
        name += segment;
    }
    auto found = files_.find(name);
    if (found == files_.end()) {
        found = files_.find(name + "/index.html");
    }
    return found == files_.end() ? nullptr : &found->second;
}

http::Response StaticFiles::answer(const http::Request& request) const {
    const auto& file = *find(request.target.path);
    http::Response response{
        .headers = {{"ETag", file.entity_tag},
                    {"Last-Modified", http::http_date(file.changed)},
                    {"Cache-Control", "no-cache"},  // May be kept, must be asked for.
                    {"X-Content-Type-Options", "nosniff"},
                    {"Referrer-Policy", "no-referrer"}}};
    if (!policy_.empty()) {
        response.headers.emplace_back("Content-Security-Policy", policy_);
    }
    const auto known = http::header(request.headers, "If-None-Match");
    const auto since = http::header(request.headers, "If-Modified-Since");
    const auto date = parse_http_date(std::string(since));
    const bool is_same = known.empty() ? date && file.changed <= *date
                                       : flight_text::has_entity_tag(known, file.entity_tag);
    if (is_same) {
        response.status = 304;
        return response;
    }
    response.body = file.content;
    response.content_type = file.content_type;
    return response;
}

}  // namespace kconnect::flight_gateway
