#include "raw_ws.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace watchpost::test {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

Deadline after(std::chrono::milliseconds limit) {
    return std::chrono::steady_clock::now() + limit;
}

std::chrono::milliseconds until(Deadline deadline) {
    return std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
}

void put_big_endian(std::string& out, std::size_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xFF);
}

std::size_t big_endian(std::string_view bytes) {
    std::size_t value = 0;
    for (unsigned char const byte : bytes)
        value = value << 8 | byte;
    return value;
}

} // namespace

RawWs::RawWs(unsigned short port, std::string const& target, Headers const& headers, int receive_buffer)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    int const on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (receive_buffer > 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    std::string request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                          "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n";
    for (auto const& [name, value] : headers)
        request += name + ": " + value + "\r\n";
    auto const deadline = after(WsClient::kPatience);
    std::size_t head = std::string::npos;
    if (connect(fd_, reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0 && send_bytes(request + "\r\n"))
        while ((head = received_.find("\r\n\r\n")) == std::string::npos && receive_some(deadline)) {
        }
    if (head == std::string::npos || !received_.starts_with("HTTP/1.1 101 ")) {
        ::close(fd_);
        throw std::runtime_error("no handshake at " + target + ": " + received_);
    }
    received_.erase(0, head + 4);
}

RawWs::~RawWs() {
    if (fd_ >= 0) ::close(fd_);
}

bool RawWs::receive_some(Deadline deadline) {
    if (ended_) return false;
    pollfd watched{fd_, POLLIN, 0};
    auto const left = until(deadline).count();
    if (left <= 0 || poll(&watched, 1, static_cast<int>(left)) <= 0) return false;
    std::array<char, 65536> chunk;
    auto const n = recv(fd_, chunk.data(), chunk.size(), 0);
    if (n <= 0) {
        ended_ = true;
        return false;
    }
    received_.append(chunk.data(), static_cast<std::size_t>(n));
    return true;
}

std::optional<RawWs::Frame> RawWs::frame(std::chrono::milliseconds limit) {
    auto const deadline = after(limit);
    do {
        std::string_view const bytes = received_;
        if (bytes.size() < 2) continue;
        std::size_t length = static_cast<unsigned char>(bytes[1]) & 0x7FU;
        std::size_t const extra = length == 126 ? 2 : length == 127 ? 8 : 0;
        if (bytes.size() < 2 + extra) continue;
        if (extra > 0) length = big_endian(bytes.substr(2, extra));
        if (bytes.size() < 2 + extra + length) continue;
        Frame frame{bytes[0] & 0x0F, std::string(bytes.substr(2 + extra, length))};
        received_.erase(0, 2 + extra + length);
        return frame;
    } while (receive_some(deadline));
    return std::nullopt;
}

std::optional<RawWs::Frame> RawWs::frame_of(int opcode, std::chrono::milliseconds limit) {
    auto const deadline = after(limit);
    for (;;) {
        auto next = frame(until(deadline));
        if (!next || next->opcode == opcode) return next;
    }
}

std::optional<std::string> RawWs::text_with(std::string const& part, std::chrono::milliseconds limit) {
    auto const deadline = after(limit);
    for (;;) {
        auto next = frame_of(1, until(deadline));
        if (!next) return std::nullopt;
        if (next->payload.find(part) != std::string::npos) return std::move(next->payload);
    }
}

bool RawWs::ended(std::chrono::milliseconds limit) {
    auto const deadline = after(limit);
    while (receive_some(deadline))
        received_.clear();
    return ended_;
}

std::string RawWs::encode(int opcode, std::string const& payload) {
    std::string out(1, static_cast<char>(0x80 | opcode));
    if (payload.size() < 126) {
        out += static_cast<char>(0x80 | payload.size());
    } else if (payload.size() < 65536) {
        out += static_cast<char>(0x80 | 126);
        put_big_endian(out, payload.size(), 2);
    } else {
        out += static_cast<char>(0x80 | 127);
        put_big_endian(out, payload.size(), 8);
    }
    return out + std::string(4, '\0') + payload;
}

void RawWs::send(int opcode, std::string const& payload) {
    if (!send_bytes(encode(opcode, payload))) throw std::runtime_error("the server has closed");
}

bool RawWs::send_bytes(std::string const& bytes) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        auto const n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (n <= 0) return false;
        sent += static_cast<std::size_t>(n);
    }
    return true;
}

void RawWs::send_fin() {
    shutdown(fd_, SHUT_WR);
}

void RawWs::reset() {
    linger const at_once{1, 0};
    setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(fd_);
    fd_ = -1;
    ended_ = true;
}

std::uint16_t close_code_of(RawWs::Frame const& close) {
    return close.payload.size() < 2
               ? std::uint16_t{1005}
               : static_cast<std::uint16_t>(big_endian(std::string_view(close.payload).substr(0, 2)));
}

} // namespace watchpost::test
