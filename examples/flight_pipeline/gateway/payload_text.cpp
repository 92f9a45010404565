#include "gateway/payload_text.hpp"

#include <algorithm>
#include <string>

namespace kconnect::flight_gateway {

bool is_text_type(std::string_view content_type) {
    auto type = std::string(content_type.substr(0, content_type.find(';')));
    while (type.ends_with(' ')) {
        type.pop_back();
    }
    std::transform(type.begin(), type.end(), type.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
    });
    return type.empty() || type.starts_with("text/") || type == "application/json" ||
           type == "application/xml" || type == "application/javascript" ||
           type.ends_with("+json") || type.ends_with("+xml");
}

}  // namespace kconnect::flight_gateway
