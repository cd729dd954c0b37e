#include "connection.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>
#include <vector>

namespace fanbench {
namespace {

/// Enough for the headers of a frame and the head of its payload.
constexpr std::size_t kFirstBytes = 110;
constexpr std::size_t kScratch = 1024 * 1024;

} // namespace

std::string handshake(Options const& options, std::string const& path, int camera) {
    std::string text = "GET " + path + " HTTP/1.1\r\nHost: " + options.host + ":" + std::to_string(options.port) +
                       "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                       "Sec-WebSocket-Key: ZmFuYmVuY2gtZmFuYmVuYw==\r\n";
    if (!options.token.empty()) text += "Authorization: Bearer " + options.token + "\r\n";
    if (camera >= 0) text += "X-Device-ID: cam" + std::to_string(camera) + "\r\n";
    for (auto const& header : options.headers)
        text += header + "\r\n";
    return text + "\r\n";
}

std::string frame_header(unsigned opcode, std::uint64_t size, std::uint32_t mask) {
    std::string out{static_cast<char>(0x80U | opcode)};
    unsigned const length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
    out += static_cast<char>(0x80U | (length_bytes == 0 ? size : length_bytes == 2 ? 126U : 127U));
    for (auto i = length_bytes; i > 0; --i)
        out += static_cast<char>(size >> 8U * (i - 1));
    return out.append(reinterpret_cast<char const*>(&mask), sizeof mask);
}

Connection::Connection(Run& run, std::string handshake, int receive_buffer)
    : run_(run)
    , handshake_(std::move(handshake))
    , receive_buffer_(receive_buffer)
    , frames_(run.options.verify) {}

Connection::~Connection() {
    if (fd_ >= 0) close(fd_);
}

void Connection::start(int epoll) {
    epoll_ = epoll;
    if (!dial()) return fail(run_.errors.connect);
    state_ = State::connecting;
    epoll_event event{};
    event.events = EPOLLOUT;
    event.data.ptr = this;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, fd_, &event);
}

bool Connection::dial() {
    fd_ = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd_ < 0) return false;
    int const one = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (receive_buffer_ > 0) setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_, sizeof receive_buffer_);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(run_.options.port));
    inet_pton(AF_INET, run_.options.host.c_str(), &address.sin_addr);
    return connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 || errno == EINPROGRESS;
}

void Connection::listen_for(std::uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = this;
    epoll_ctl(epoll_, EPOLL_CTL_MOD, fd_, &event);
}

void Connection::ignore_events() {
    epoll_ctl(epoll_, EPOLL_CTL_DEL, fd_, nullptr);
}

void Connection::shake_hands() {
    if (state_ == State::connecting) {
        int error = 0;
        socklen_t size = sizeof error;
        getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size);
        auto const sent = error != 0 ? -1 : send(fd_, handshake_.data(), handshake_.size(), MSG_NOSIGNAL);
        if (sent != static_cast<ssize_t>(handshake_.size())) return fail(run_.errors.connect);
        listen_for(EPOLLIN);
        state_ = State::handshake;
        return;
    }
    std::array<char, 2048> buffer{};
    auto const got = recv(fd_, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EAGAIN) return;
    if (got <= 0) return fail(run_.errors.connect);
    answer_.append(buffer.data(), static_cast<std::size_t>(got));
    auto const end = answer_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    if (!answer_.starts_with("HTTP/1.1 101")) {
        if (run_.errors.connect == 0)
            std::fprintf(stderr, "handshake refused: %s\n", answer_.substr(0, answer_.find('\r')).c_str());
        return fail(run_.errors.connect);
    }
    state_ = State::open;
    auto const rest = std::exchange(answer_, {}).substr(end + 4);
    handshake_ = {};
    on_open();
    if (state_ == State::open) feed({reinterpret_cast<std::uint8_t const*>(rest.data()), rest.size()});
}

void Connection::pump(std::size_t budget) {
    thread_local std::vector<std::uint8_t> scratch(kScratch);
    message_ended_ = false;
    while (budget > 0) {
        auto const skippable = frames_.skippable();
        auto const wanted = skippable > 0 ? skippable : run_.options.verify ? kScratch : kFirstBytes;
        auto const asked = static_cast<std::size_t>(std::min<std::uint64_t>({wanted, kScratch, budget}));
        auto const got = recv(fd_, scratch.data(), asked, skippable > 0 ? MSG_TRUNC : 0);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
        if (got <= 0) return fail(run_.errors.closed);
        auto const size = static_cast<std::size_t>(got);
        budget -= size;
        if (skippable > 0) {
            if (!take(frames_.skip(size))) return;
        } else {
            feed(std::span(scratch).first(size));
            if (state_ != State::open) return;
        }
        if (message_ended_ && !reads_on()) return;
        if (size < asked) return;
    }
}

void Connection::feed(std::span<std::uint8_t const> input) {
    for (;;) {
        auto const event = frames_.next(input);
        if (!take(event) || event == ServerFrames::Event::more) return;
    }
}

bool Connection::take(ServerFrames::Event event) {
    switch (event) {
    case ServerFrames::Event::more:
    case ServerFrames::Event::frame:
        break;
    case ServerFrames::Event::message:
        message_ended_ = true;
        ++messages_;
        if (frames_.is_text())
            ++run_.texts;
        else
            on_message(frames_);
        break;
    case ServerFrames::Event::ping:
        ++run_.pings;
        send_small(10, frames_.control());
        break;
    case ServerFrames::Event::close:
        fail(run_.errors.closed);
        break;
    case ServerFrames::Event::broken:
        fail(run_.errors.protocol);
        break;
    }
    return state_ == State::open;
}

void Connection::send_small(unsigned opcode, std::string const& payload) {
    auto const out = frame_header(opcode, payload.size(), 0) + payload; // masked with zeros
    if (send(fd_, out.data(), out.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(out.size())) ++run_.errors.protocol;
}

void Connection::fail(Counter& counter) {
    ++counter;
    if (fd_ >= 0) close(std::exchange(fd_, -1));
    on_end(std::exchange(state_, State::closed) == State::open);
}

} // namespace fanbench
