#pragma once

#include "jpeg_builder.hpp"
#include "raw_frames.hpp"

#include <ostream>
#include <string>
#include <vector>

namespace watchpost::test {

/// What a client says to one endpoint, and what it waits for before it goes on.
struct Conversation {
    struct Step {
        std::string say;
        std::string until; ///< empty: goes on at once
    };

    std::string name;
    std::string target;
    bool is_websocket = false;
    Headers headers;
    std::string body;        ///< of a POST; empty: a GET
    std::string until;       ///< in the answer; empty: the end of the connection
    std::vector<Step> steps; ///< behind the handshake
};

inline void PrintTo(Conversation const& conversation, std::ostream* out) {
    *out << conversation.name;
}

/// Says it all at `port`, as far as the connection lives, and answers everything that came back. `true_port` is what
/// stands in `Host`.
inline std::string hold(Conversation const& conversation, unsigned short port, unsigned short true_port) {
    RawConnection client{port};
    auto const host = "Host: 127.0.0.1:" + std::to_string(true_port) + "\r\n";
    if (!conversation.is_websocket) {
        auto request = (conversation.body.empty() ? "GET " : "POST ") + conversation.target + " HTTP/1.1\r\n" + host;
        for (auto const& [name, value] : conversation.headers)
            request += name + ": " + value + "\r\n";
        if (!conversation.body.empty())
            request += "Content-Length: " + std::to_string(conversation.body.size()) + "\r\n";
        client.send(request + "Connection: close\r\n\r\n" + conversation.body);
        return client.receive_until(conversation.until);
    }
    client.send(handshake(true_port, conversation.target, conversation.headers));
    auto heard = client.receive_until("\r\n\r\n");
    for (auto const& step : conversation.steps) {
        if (client.closed()) return heard;
        client.send(step.say);
        if (!step.until.empty()) heard += client.receive_until(step.until);
    }
    return client.closed() ? heard : heard + client.receive_all();
}

/// One of each kind that the daemon has.
inline std::vector<Conversation> all_conversations() {
    auto const text = [](std::string const& payload) { return RawFrame{opcode::kText, payload}.wire(); };
    auto const close = RawFrame{opcode::kClose, close_payload(1000)}.wire();
    auto const closed = server_close(1000);
    auto const jpeg = tiny_jpeg(320, 240);
    auto const frame = RawFrame{opcode::kBinary, {jpeg.begin(), jpeg.end()}}.wire();
    Headers const json{{"Content-Type", "application/json"}};
    Headers const board{{"X-Device-ID", "cut"}};
    return {
        {"dashboard", "/ws", true, {}, "", "", {{text(R"({"type":"ping"})"), "pong"}, {close, closed}}},
        {"viewer", "/ws/video", true, {}, "", "", {{text(R"({"type":"get_status"})"), "status"}, {close, closed}}},
        {"camera",
         "/ws/esp32cam",
         true,
         board,
         "",
         "",
         {{text(R"({"type":"connection","device":"ESP32CAM"})"), "connection_ack"}, {frame + close, closed}}},
        {"pico",
         "/ws/pico",
         true,
         board,
         "",
         "",
         {{text(R"({"type":"connect","servo1_angle":90,"servo2_angle":90})"), "connection_ack"},
          {text(R"({"type":"ping"})"), "pong"},
          {close, closed}}},
        {"snapshot", "/api/v1/cameras/bystander/frame.jpeg", false, {}, "", "", {}},
        {"mjpeg", "/stream", false, {}, "", "image/jpeg", {}},
        {"page", "/", false, {}, "", "", {}},
        {"command", "/api/v1/devices/bystander/servo", false, json, R"({"pan":90,"tilt":90})", "", {}},
    };
}

} // namespace watchpost::test
