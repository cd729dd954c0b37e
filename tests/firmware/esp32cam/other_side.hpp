#pragma once

#include "sha1.hpp"
#include "types.hpp"

#include <algorithm>
#include <string>
#include <vector>

/// The server's side of a WebSocket, as far as a test of the client needs it.
namespace other_side {

/// The answer to a client's request.
inline std::string upgrade(std::string const& request) {
    auto const key = request.find("Sec-WebSocket-Key: ") + 19;
    auto const proof = cam::sha1(request.substr(key, 24) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
           cam::base64(proof) + "\r\n\r\n";
}

inline cam::View view(std::string const& bytes) {
    return {reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()};
}

inline std::string frame(int opcode, std::string const& payload, bool last = true) {
    std::string bytes(1, static_cast<char>((last ? 0x80 : 0) | opcode));
    if (payload.size() < 126) {
        bytes += static_cast<char>(payload.size());
    } else {
        bytes += static_cast<char>(126);
        bytes += static_cast<char>(payload.size() >> 8);
        bytes += static_cast<char>(payload.size() & 0xff);
    }
    return bytes + payload;
}

struct Message {
    int opcode = 0;
    std::string payload;
    bool is_masked = false;
};

/// Takes whole frames off the front of what a client sent.
inline std::vector<Message> messages_in(std::string& bytes) {
    std::vector<Message> messages;
    auto const at = [&bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    while (bytes.size() >= 2) {
        std::size_t length = at(1) & 127U;
        std::size_t head = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (bytes.size() < head + 4) break;
        if (head > 2) length = 0;
        for (std::size_t i = 2; i < head; ++i)
            length = length << 8 | at(i);
        if (bytes.size() < head + 4 + length) break;
        Message message{at(0) & 15, bytes.substr(head + 4, length), (at(1) & 128) != 0};
        for (std::size_t i = 0; i < length; ++i)
            message.payload[i] = static_cast<char>(message.payload[i] ^ bytes[head + i % 4]);
        bytes.erase(0, head + 4 + length);
        messages.push_back(std::move(message));
    }
    return messages;
}

/// The `type` of each text and "picture" for each binary message.
inline std::vector<std::string> kinds(std::vector<Message> const& messages) {
    std::vector<std::string> names;
    for (auto const& message : messages) {
        if (message.opcode == 2) {
            names.emplace_back("picture");
        } else if (message.opcode == 1) {
            auto const begin = message.payload.find("\"type\":\"") + 8;
            names.push_back(message.payload.substr(begin, message.payload.find('"', begin) - begin));
        } else {
            names.push_back(message.opcode == 8 ? "close" : message.opcode == 10 ? "pong" : "?");
        }
    }
    return names;
}

} // namespace other_side
