#include "handshake.hpp"

#include <algorithm>

namespace watchpost::sim {
namespace {

// Every board that runs ArduinoWebsockets sends one and the same key, so the answer is known as well.
constexpr std::string_view kCameraKey = "RVNQMzJDQU1FU1AzMkNBTQ==";
constexpr std::string_view kCameraAccept = "H7arpuwVojWA+UWmJe9Xloku33Q=";

constexpr std::string_view kEnd = "\r\n";

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

std::string bracketed(std::string const& host) {
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

std::string custom_headers(DialTarget const& target, CameraFirmware firmware) {
    std::string headers;
    if (!target.token.empty()) headers += "Authorization: Bearer " + target.token + "\r\n";
    bool const tells_all = firmware == CameraFirmware::standard || firmware == CameraFirmware::sketch ||
                           firmware == CameraFirmware::newest;
    if (tells_all) headers += "X-Device-Type: ESP32CAM\r\n";
    if (tells_all || target.token.empty()) headers += "X-Device-ID: " + target.device_id + "\r\n";
    if (tells_all) headers += "X-Device-Version: 1.0.0\r\nX-Connection-Type: WebSocket\r\n";
    return headers;
}

std::string_view take_line(std::string_view& text) {
    auto const end = std::min(text.find(kEnd), text.size());
    std::string_view const line = text.substr(0, end);
    text.remove_prefix(std::min(end + kEnd.size(), text.size()));
    return line;
}

std::string refused(std::string_view line) {
    return "the answer was \"" + std::string(line.substr(0, 80)) + "\"";
}

} // namespace

std::string authority(DialTarget const& target) {
    return bracketed(target.host) + ":" + std::to_string(target.port);
}

std::string camera_request(DialTarget const& target, CameraFirmware firmware, int attempt) {
    bool const as_localhost = target.token.empty();
    std::string request = "GET " + target.path + " HTTP/1.1\r\n";
    request += "Host: " + (as_localhost ? authority(target) : bracketed(target.host)) + "\r\n";
    request += "Sec-WebSocket-Key: " + std::string(kCameraKey) + "\r\n";
    std::string const headers = custom_headers(target, firmware);
    for (int i = 0; i < (firmware == CameraFirmware::silent ? 1 : attempt); ++i)
        request += headers;
    request += "Upgrade: websocket\r\n"
               "Connection: Upgrade\r\n"
               "Sec-WebSocket-Version: 13\r\n"
               "User-Agent: TinyWebsockets Client\r\n";
    if (!as_localhost) request += "Origin: https://github.com/gilmaimon/TinyWebsockets\r\n";
    return request + "\r\n";
}

std::vector<std::string> pico_request(DialTarget const& target, std::string_view key, bool send_device_id) {
    bool const as_localhost = target.token.empty();
    bool const short_host = !as_localhost && target.port == 80;
    std::vector<std::string> lines{
        "GET " + target.path + " HTTP/1.1",
        "Host: " + (short_host ? bracketed(target.host) : authority(target)),
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: " + std::string(key),
        "Sec-WebSocket-Version: 13",
    };
    if (!as_localhost) {
        lines.push_back("Origin: http://" + authority(target));
        lines.push_back("Authorization: Bearer " + target.token);
    }
    if (as_localhost || send_device_id) lines.push_back("X-Device-ID: " + target.device_id);
    lines.emplace_back();
    for (auto& line : lines)
        line += kEnd;
    return lines;
}

std::optional<std::string> camera_objection(std::string_view answer) {
    std::string_view const status = take_line(answer);
    if (!status.starts_with("HTTP/1.1 101")) return refused(status);
    bool upgrade = false;
    bool connection = false;
    bool accept = false;
    while (!answer.empty()) {
        std::string_view const line = take_line(answer);
        if (line.empty()) break;
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) return "a header without a colon";
        // The library skips exactly one character after the colon; a header without a value throws, which on a board
        // is a reboot.
        if (colon + 2 >= line.size()) return "a header without a value: the board reboots";
        std::string const name = lower(line.substr(0, colon));
        std::string_view const value = line.substr(colon + 2);
        if (name == "upgrade") upgrade = lower(value) == "websocket";
        if (name == "connection") connection = lower(value) == "upgrade";
        if (name == "sec-websocket-accept") accept = value == kCameraAccept;
    }
    if (!upgrade) return "Upgrade is not exactly \"websocket\"";
    if (!connection) return "Connection is not exactly \"Upgrade\"";
    if (!accept) return "Sec-WebSocket-Accept does not fit the key";
    return std::nullopt;
}

std::optional<std::string> pico_objection(std::string_view answer) {
    std::string_view const status = take_line(answer);
    if (!status.starts_with("HTTP/1.1 101 ")) return refused(status);
    return std::nullopt;
}

} // namespace watchpost::sim
