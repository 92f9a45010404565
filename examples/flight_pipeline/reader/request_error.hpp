#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace kconnect::flight_reader {

/// A call that ends in an answer other than 200 or 304. What it says is for the caller: nothing of
/// our inside is in it.
class RequestError : public std::runtime_error {
public:
    /// `code` is the word for programs, `message` the line for people.
    RequestError(int status, std::string code, const std::string& message);
    ~RequestError() override;

    int status() const noexcept { return status_; }
    const std::string& code() const noexcept { return code_; }

private:
    int status_;
    std::string code_;
};

/// 400 "bad_request".
RequestError bad_request(const std::string& message);

/// A text of the caller's in quotes for a message: cut after 80 bytes, without control characters.
std::string shown(std::string_view text);

}  // namespace kconnect::flight_reader
