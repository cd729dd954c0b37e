#pragma once

#include <watchpost/net/http_message.hpp>

#include <string>

namespace watchpost::api {

/// JSON that nobody keeps.
inline net::Response json_answer(std::string body, int status = 200) {
    net::Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = std::move(body);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

} // namespace watchpost::api
