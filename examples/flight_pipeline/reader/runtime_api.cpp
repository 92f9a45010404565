#include "reader/runtime_api.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>
#include <vector>

#include <curl/curl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "text/header_list.hpp"

namespace kconnect::flight_reader {
namespace {

constexpr std::string_view kVersion = "2018-06-01";
constexpr long kPostTimeoutSeconds = 30;
constexpr long kConnectTimeoutSeconds = 5;

struct FreeHandle {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
};
struct FreeList {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

struct HttpAnswer {
    long status = 0;
    std::map<std::string, std::string> headers;  ///< Names in lower case.
    std::string body;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* answer) {
    static_cast<HttpAnswer*>(answer)->body.append(data, size * count);
    return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* answer) {
    const std::string_view line(data, size * count);
    auto& headers = static_cast<HttpAnswer*>(answer)->headers;
    if (line.starts_with("HTTP/")) {
        headers.clear();
    }
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
        std::string name(line.substr(0, colon));
        std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
        });
        std::string_view value = line.substr(colon + 1);
        value = value.substr(0, value.find_last_not_of("\r\n") + 1);
        headers[name] = std::string(flight_text::trimmed(value));
    }
    return size * count;
}

std::string error_body(const std::string& type, const std::string& message) {
    nlohmann::ordered_json body;
    body["errorMessage"] = message;
    body["errorType"] = type;
    body["stackTrace"] = nlohmann::json::array();
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// Lambda's clock is the wall clock; ours must not jump with it.
std::chrono::steady_clock::time_point deadline_of(const std::string& epoch_millis) {
    std::int64_t millis = 0;
    const char* const end = epoch_millis.data() + epoch_millis.size();
    const auto [parsed, error] = std::from_chars(epoch_millis.data(), end, millis);
    if (epoch_millis.empty() || error != std::errc() || parsed != end) {
        throw RuntimeApiError(
            fmt::format("The Runtime API gave Lambda-Runtime-Deadline-Ms '{}'", epoch_millis), 200);
    }
    const auto now =
        std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return std::chrono::steady_clock::now() +
           (std::chrono::milliseconds(millis) - now.time_since_epoch());
}

}  // namespace

RuntimeApiError::RuntimeApiError(const std::string& message, long status)
    : std::runtime_error(message), status_(status) {
}

RuntimeApiError::~RuntimeApiError() = default;

/// One connection that is kept between calls.
class RuntimeApi::Http {
public:
    explicit Http(const std::string& address)
        : base_(fmt::format("http://{}/{}/runtime/", address, kVersion)) {
        static const CURLcode initialised = curl_global_init(CURL_GLOBAL_NOTHING);
        handle_.reset(initialised == CURLE_OK ? curl_easy_init() : nullptr);
        if (handle_ == nullptr) {
            throw RuntimeApiError("libcurl cannot be initialised", 0);
        }
    }

    HttpAnswer get(const std::string& path) {
        prepare(path, nullptr, 0);
        return perform(path);
    }

    HttpAnswer post(const std::string& path,
                    std::string_view body,
                    const std::vector<std::string>& headers) {
        std::unique_ptr<curl_slist, FreeList> list;
        for (const std::string& header : headers) {
            list.reset(curl_slist_append(list.release(), header.c_str()));
        }
        prepare(path, list.get(), kPostTimeoutSeconds);
        CURL* const handle = handle_.get();
        curl_easy_setopt(handle, CURLOPT_POST, 1L);
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
        return perform(path);
    }

private:
    void prepare(const std::string& path, curl_slist* headers, long timeout_seconds) {
        CURL* const handle = handle_.get();
        curl_easy_reset(handle);
        curl_easy_setopt(handle, CURLOPT_URL, (base_ + path).c_str());
        curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(handle, CURLOPT_TIMEOUT, timeout_seconds);
        curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, kConnectTimeoutSeconds);
        curl_easy_setopt(handle, CURLOPT_PROXY, "");
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
        curl_easy_setopt(handle, CURLOPT_USERAGENT, "kconnect-flight-reader");
        curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &take_body);
        curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &take_header);
    }

    HttpAnswer perform(const std::string& path) {
        HttpAnswer answer;
        CURL* const handle = handle_.get();
        curl_easy_setopt(handle, CURLOPT_WRITEDATA, &answer);
        curl_easy_setopt(handle, CURLOPT_HEADERDATA, &answer);
        const CURLcode result = curl_easy_perform(handle);
        if (result != CURLE_OK) {
            throw RuntimeApiError(fmt::format("The Lambda Runtime API at {}{} gave no answer: {}",
                                              base_,
                                              path,
                                              curl_easy_strerror(result)),
                                  0);
        }
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer.status);
        return answer;
    }

    std::string base_;
    std::unique_ptr<CURL, FreeHandle> handle_;
};

RuntimeApi::RuntimeApi(const std::string& address) : http_(std::make_unique<Http>(address)) {
}

RuntimeApi::~RuntimeApi() = default;

NextInvocation RuntimeApi::next() {
    HttpAnswer answer = http_->get("invocation/next");
    if (answer.status != 200) {
        throw RuntimeApiError(
            fmt::format("The Lambda Runtime API answered {} to invocation/next", answer.status),
            answer.status);
    }
    const std::string request_id = answer.headers["lambda-runtime-aws-request-id"];
    if (request_id.empty()) {
        throw RuntimeApiError(
            "The Lambda Runtime API gave an event without Lambda-Runtime-Aws-Request-Id", 200);
    }
    return {std::move(answer.body),
            {request_id, deadline_of(answer.headers["lambda-runtime-deadline-ms"])},
            answer.headers["lambda-runtime-trace-id"]};
}

void RuntimeApi::post(const std::string& path,
                      std::string_view body,
                      const std::string& error_type) {
    // Without the empty Expect libcurl asks first whether a large body may come.
    std::vector<std::string> headers{"Content-Type: application/json", "Expect:"};
    if (!error_type.empty()) {
        headers.push_back("Lambda-Runtime-Function-Error-Type: " + error_type);
    }
    const HttpAnswer answer = http_->post(path, body, headers);
    if (answer.status != 202) {
        throw RuntimeApiError(fmt::format("The Lambda Runtime API answered {} to {}: {}",
                                          answer.status,
                                          path,
                                          answer.body.substr(0, 200)),
                              answer.status);
    }
}

void RuntimeApi::respond(const std::string& request_id, std::string_view answer) {
    post("invocation/" + request_id + "/response", answer, "");
}

void RuntimeApi::report_error(const std::string& request_id,
                              const std::string& type,
                              const std::string& message) {
    post("invocation/" + request_id + "/error", error_body(type, message), type);
}

void RuntimeApi::report_init_error(const std::string& type, const std::string& message) {
    post("init/error", error_body(type, message), type);
}

}  // namespace kconnect::flight_reader
