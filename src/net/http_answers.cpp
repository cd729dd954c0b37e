#include "http_answers.hpp"

#include <spdlog/spdlog.h>

namespace watchpost::net {

Answer answer_of(Router const& router, Request& request) {
    try {
        return router.answer(request);
    } catch (std::exception const& fault) {
        spdlog::error("http: a fault of ours: {}", fault.what());
        return problem(500, "The daemon failed to answer this; its log says more.");
    }
}

Response busy() {
    auto response = problem(503, "Too many connections; try again later.");
    response.headers.emplace_back("Retry-After", "5");
    return response;
}

Response mjpeg_head() {
    Response response;
    response.is_endless = true;
    response.headers.emplace_back("Content-Type", "multipart/x-mixed-replace;boundary=watchpost-frame");
    response.headers.emplace_back("Cache-Control", "no-store, no-cache, must-revalidate");
    return response;
}

std::optional<Response> check_handshake(Request const& request, bool sent_more) {
    if (request.header("sec-websocket-version") != "13") {
        auto response = problem(426, "Only WebSocket version 13 is spoken here.");
        response.headers.emplace_back("Sec-WebSocket-Version", "13");
        return response;
    }
    if (request.header("sec-websocket-key").size() != 24)
        return problem(400, "Sec-WebSocket-Key is not the base64 of 16 bytes.");
    if (sent_more) return problem(400, "A WebSocket client waits for the answer before it sends.");
    return std::nullopt;
}

} // namespace watchpost::net
