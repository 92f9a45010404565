#include "reader/setting_names.hpp"

#include <string_view>

namespace kconnect::flight_reader {
namespace {

void replace_all(std::string& text, std::string_view name, std::string_view place) {
    for (auto at = text.find(name); at != std::string::npos;
         at = text.find(name, at + place.size())) {
        text.replace(at, name.size(), place);
    }
}

}  // namespace

std::string in_readers_names(std::string message, const sql::ConnectionSettings& settings) {
    const bool is_user_in_url = !settings.user && settings.url.user;
    const bool is_password_in_url = !settings.password && settings.url.password;
    replace_all(message, "connection.url", "FLIGHT_DATABASE_URL");
    replace_all(message,
                "connection.user",
                is_user_in_url ? "the user in FLIGHT_DATABASE_URL" : "FLIGHT_DATABASE_USER");
    replace_all(
        message,
        "connection.password",
        is_password_in_url ? "the password in FLIGHT_DATABASE_URL" : "FLIGHT_DATABASE_PASSWORD");
    return message;
}

}  // namespace kconnect::flight_reader
