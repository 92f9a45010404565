#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace kconnect::sql {

/// The keys of one server as Connector/J and MariaDB's driver write it, `address=(host=h)(port=1)`
/// or
/// `(host=h,port=1)`, still encoded and borrowed from `text`; absent when the text is no such form.
std::optional<std::vector<std::pair<std::string_view, std::string_view>>> host_address_keys(
    std::string_view text);

/// Where the first of several servers ends: at a comma outside of parentheses.
std::size_t end_of_first_server(std::string_view servers);

}  // namespace kconnect::sql
