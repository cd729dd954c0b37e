// limit_server PORT: the floor that everything is measured against. A raw epoll loop that builds a frame once and calls
// send() once for each viewer, and does nothing else: no limits, no deadlines, no authentication, no proper errors. A
// viewer that cannot take a frame keeps the unsent rest and the newest frame. Every peer here has the same few rules:
// a camera dials /ws/esp32cam with X-Device-ID, a viewer /ws/video?camera=ID, and cam0 is the default.

#include "handshake.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace {

using Frame = std::shared_ptr<std::string const>; ///< header and payload

struct Connection {
    int fd = -1;
    enum class Role { http, camera, viewer } role = Role::http;
    std::vector<Connection*>* viewers = nullptr; ///< of the camera that it is or watches
    std::string in;
    std::size_t got = 0;
    // Of a viewer
    Frame current, next;
    std::size_t sent = 0;
    std::size_t place = 0; ///< in `viewers`
    bool wants_out = false;
};

int epoll = -1;
std::map<std::string, std::vector<Connection*>> viewers_of;

void watch(Connection& c, bool out) {
    if (c.wants_out == out) return;
    epoll_event event{};
    event.events = EPOLLIN | (out ? static_cast<std::uint32_t>(EPOLLOUT) : 0U);
    event.data.ptr = &c;
    epoll_ctl(epoll, EPOLL_CTL_MOD, c.fd, &event);
    c.wants_out = out;
}

void flush(Connection& c) {
    while (c.current) {
        auto const sent = send(c.fd, c.current->data() + c.sent, c.current->size() - c.sent, MSG_NOSIGNAL);
        if (sent < 0) return watch(c, errno == EAGAIN);
        c.sent += static_cast<std::size_t>(sent);
        if (c.sent < c.current->size()) return watch(c, true);
        c.current = std::exchange(c.next, nullptr);
        c.sent = 0;
    }
    watch(c, false);
}

Frame framed(char const* payload, std::size_t size) {
    auto out = std::make_shared<std::string>();
    out->reserve(size + 10);
    unsigned const length_bytes = size < 126 ? 0 : size < 65'536 ? 2 : 8;
    out->push_back('\x82');
    out->push_back(static_cast<char>(length_bytes == 0 ? size : length_bytes == 2 ? 126U : 127U));
    for (auto i = length_bytes; i > 0; --i)
        out->push_back(static_cast<char>(static_cast<std::uint64_t>(size) >> 8U * (i - 1)));
    out->append(payload, size);
    return out;
}

void publish(std::vector<Connection*> const& viewers, char const* payload, std::size_t size) {
    auto const frame = framed(payload, size);
    for (auto* const viewer : viewers) {
        if (viewer->current) {
            viewer->next = frame;
            continue;
        }
        auto const sent = send(viewer->fd, frame->data(), frame->size(), MSG_NOSIGNAL);
        if (sent == static_cast<ssize_t>(frame->size())) continue;
        viewer->current = frame;
        viewer->sent = sent > 0 ? static_cast<std::size_t>(sent) : 0;
        watch(*viewer, true);
    }
}

void drop(Connection* c) {
    if (c->role == Connection::Role::viewer) {
        auto& viewers = *c->viewers;
        viewers[c->place] = viewers.back();
        viewers[c->place]->place = c->place;
        viewers.pop_back();
    }
    close(c->fd);
    delete c;
}

/// What stands behind `name` in `text`, up to a blank or the end of the line.
std::optional<std::string> value_behind(std::string const& name, std::string const& text) {
    auto const at = text.find(name);
    if (at == std::string::npos) return std::nullopt;
    auto const from = at + name.size();
    return text.substr(from, text.find_first_of(" \r", from) - from);
}

bool read_handshake(Connection& c) {
    auto const request = c.in.substr(0, c.got);
    if (request.find("\r\n\r\n") == std::string::npos) return true;
    auto const key = value_behind("Sec-WebSocket-Key: ", request);
    if (!key) return false;
    bool const is_camera = request.starts_with("GET /ws/esp32cam ");
    std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Accept: " +
                         peer::accept_for(*key) + "\r\n\r\n";
    if (is_camera) answer += "\x81\x19{\"type\":\"connection_ack\"}";
    if (send(c.fd, answer.data(), answer.size(), MSG_NOSIGNAL) < 0) return false;
    c.got = 0;
    c.viewers = &viewers_of[value_behind(is_camera ? "X-Device-ID: " : "?camera=", request).value_or("cam0")];
    c.role = is_camera ? Connection::Role::camera : Connection::Role::viewer;
    if (is_camera) return true;
    c.in = {};
    c.place = c.viewers->size();
    c.viewers->push_back(&c);
    return true;
}

void unmask(std::uint8_t* payload, std::size_t size, std::uint8_t const* mask) {
    std::uint32_t key = 0;
    std::memcpy(&key, mask, sizeof key);
    auto const key_word = static_cast<std::uint64_t>(key) << 32U | key;
    std::size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, payload + i, sizeof word);
        word ^= key_word;
        std::memcpy(payload + i, &word, sizeof word);
    }
    for (; i < size; ++i)
        payload[i] = static_cast<std::uint8_t>(payload[i] ^ mask[i % 4]);
}

/// Handles the frames that are complete. False when the camera says goodbye.
bool read_frames(Connection& c) {
    std::size_t at = 0;
    for (;;) {
        auto* const p = reinterpret_cast<std::uint8_t*>(c.in.data()) + at;
        auto const have = c.got - at;
        if (have < 6) break;
        std::uint64_t length = p[1] & 0x7FU;
        std::size_t const header = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (have < header + 4) break;
        if (header > 2) length = 0;
        for (std::size_t i = 2; i < header; ++i)
            length = length << 8U | p[i];
        if (have < header + 4 + length) break;
        auto* const payload = p + header + 4;
        auto const size = static_cast<std::size_t>(length);
        unmask(payload, size, p + header);
        if ((p[0] & 0x0FU) == 2) publish(*c.viewers, reinterpret_cast<char const*>(payload), size);
        if ((p[0] & 0x0FU) == 8) return false;
        at += header + 4 + size;
    }
    if (at != 0) std::memmove(c.in.data(), c.in.data() + at, c.got - at);
    c.got -= at;
    return true;
}

/// False when the connection is over.
bool on_readable(Connection& c) {
    static std::array<char, 4096> ignored;
    if (c.role == Connection::Role::viewer) {
        auto const got = recv(c.fd, ignored.data(), ignored.size(), 0);
        return got > 0 || (got < 0 && errno == EAGAIN);
    }
    std::size_t const room = c.role == Connection::Role::http ? 2048 : 65'536;
    if (c.in.size() < c.got + room) c.in.resize(c.got + 2 * room);
    auto const got = recv(c.fd, c.in.data() + c.got, c.in.size() - c.got, 0);
    if (got <= 0) return got < 0 && errno == EAGAIN;
    c.got += static_cast<std::size_t>(got);
    return c.role == Connection::Role::http ? read_handshake(c) : read_frames(c);
}

void accept_all(int listener) {
    int const one = 1;
    for (int fd = -1; (fd = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        auto* const c = new Connection;
        c->fd = fd;
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = c;
        epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

int listen_on(unsigned short port) {
    int const listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int const one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener, 4096) != 0) {
        std::perror("limit_server");
        std::exit(1);
    }
    return listener;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    std::signal(SIGPIPE, SIG_IGN);
    rlimit descriptors{};
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);

    int const listener = listen_on(static_cast<unsigned short>(std::atoi(argv[1])));
    epoll = epoll_create1(0);
    epoll_event event{};
    event.events = EPOLLIN;
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::array<epoll_event, 512> events{};
    for (;;) {
        int const count = epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            auto const& ready = events.at(static_cast<std::size_t>(i));
            auto* const c = static_cast<Connection*>(ready.data.ptr);
            if (c == nullptr) {
                accept_all(listener);
                continue;
            }
            if ((ready.events & EPOLLOUT) != 0) flush(*c);
            if ((ready.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && !on_readable(*c)) drop(c);
        }
    }
}
