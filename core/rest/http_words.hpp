#pragma once

#include "http/http_message.hpp"

/// The words of core/http that the whole of this folder uses as its own.
namespace kconnect::rest {

using http::BadTarget;
using http::equals_ignoring_case;
using http::header;
using http::Headers;
using http::parameter;
using http::reason_phrase;
using http::Request;
using http::RequestTarget;
using http::Response;

}  // namespace kconnect::rest
