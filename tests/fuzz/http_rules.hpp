#pragma once

#include "http_convert.hpp"
#include "property.hpp"

#include <watchpost/json/json.hpp>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/write.hpp>

#include <sstream>
#include <string>

namespace watchpost::fuzz {

/// What we answer is one HTTP response that a client reads as it was meant: nothing that a peer sent can add a header
/// or end the response early.
inline void require_sound_response(net::Response response, bool head) {
    namespace http = boost::beast::http;
    auto const status = response.status;
    auto const body = response.body;
    require(status != 500, "nothing that a peer sends is a fault of ours", body);
    if (response.content_type.find("json") != std::string::npos)
        require(nlohmann::json::accept(body), "a JSON body is JSON", body);
    auto const wire = net::to_wire(std::move(response), true, head, WallTime{});
    auto const fields = std::distance(wire.begin(), wire.end());
    std::ostringstream stream;
    stream << wire;
    auto const text = stream.str();

    http::response_parser<http::string_body> parser;
    parser.skip(head);
    parser.eager(true);
    boost::system::error_code error;
    auto const used = parser.put(boost::asio::buffer(text), error);
    require(!error && parser.is_done() && used == text.size(), "a response is a response", text);
    require(parser.get().result_int() == static_cast<unsigned>(status), "a response has its status", text);
    require(std::distance(parser.get().begin(), parser.get().end()) == fields, "nobody adds a header", text);
    if (!head && status != 304 && status != 204) require(parser.get().body() == body, "a response has its body", text);
}

} // namespace watchpost::fuzz
