#pragma once

#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "rest/http_words.hpp"

namespace kconnect::rest {

/// Lets pages of other origins read answers (CORS), as Jetty's CrossOriginHandler does.
/// Threads: any.
class CrossOrigin {
public:
    /// `origins` is `access.control.allow.origin`: patterns separated by commas, "*" for any; blank
    /// means that nothing is allowed and nothing is added to answers. `methods` is
    /// `access.control.allow.methods`; blank means GET, POST and HEAD. Throws ConfigException for
    /// what is no pattern.
    CrossOrigin(std::string_view origins, std::string_view methods);

    /// The headers that an answer to `request` gets.
    Headers headers_for(const Request& request) const;

private:
    bool allows(std::string_view origins) const;

    bool is_enabled_ = false;
    bool allows_any_ = false;
    std::vector<std::regex> patterns_;
    std::string methods_;
};

}  // namespace kconnect::rest
