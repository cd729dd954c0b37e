#pragma once

#include "http_client.hpp"
#include "jpeg_builder.hpp"
#include "metrics.hpp"
#include "ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <string>

namespace watchpost::test {

inline std::string as_text(Bytes const& bytes) {
    return {bytes.begin(), bytes.end()};
}

inline nlohmann::json get_json(unsigned short port, std::string const& target) {
    return nlohmann::json::parse(http_get(port, target).body, nullptr, false);
}

/// The entry of one board in `/api/v1/devices`; null when there is none.
inline nlohmann::json device(unsigned short port, std::string const& id) {
    auto const answer = get_json(port, "/api/v1/devices");
    for (auto const& entry : answer.at("devices"))
        if (entry.at("id") == id) return entry;
    return nullptr;
}

/// A camera that the daemon has acknowledged.
inline WsClient open_camera(unsigned short port, std::string const& id, Headers headers = {}) {
    headers.emplace_back("X-Device-ID", id);
    auto camera = WsClient::open(port, "/ws/esp32cam", headers);
    camera.receive_text_with("connection_ack");
    return camera;
}

} // namespace watchpost::test
