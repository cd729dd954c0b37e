#include "lean_writer.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>

namespace watchpost::net {
namespace {

constexpr int kFlags = MSG_NOSIGNAL | MSG_DONTWAIT;

/// Both parts with one call to the kernel, which takes one part alone faster.
ssize_t send_parts(int fd, std::span<std::uint8_t const> head, std::string_view body) {
    if (body.empty()) return ::send(fd, head.data(), head.size(), kFlags);
    if (head.empty()) return ::send(fd, body.data(), body.size(), kFlags);
    // sendmsg reads only, but iovec knows no const.
    std::array<iovec, 2> parts{
        {{const_cast<std::uint8_t*>(head.data()), head.size()}, {const_cast<char*>(body.data()), body.size()}}};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = parts.size();
    return ::sendmsg(fd, &message, kFlags);
}

} // namespace

void LeanWriter::close(std::uint16_t code, std::string_view reason) {
    constexpr std::size_t longest_reason = 123; // RFC 6455 section 5.5
    close_ = std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
    *close_ += reason.substr(0, longest_reason);
}

LeanWriter::Progress LeanWriter::write(int fd) {
    Progress progress;
    while (is_writing_ || take_next()) {
        std::span<std::uint8_t const> head{header_.bytes.data(), header_.size};
        std::string_view body = item_.message ? std::string_view(*item_.message) : std::string_view(control_);
        if (item_.frame) { // its header lies before it
            head = item_.frame->jpeg.framed();
            body = {};
        }
        auto const whole = head.size() + body.size();
        auto const head_done = std::min(sent_, head.size());
        auto const sent = send_parts(fd, head.subspan(head_done), body.substr(sent_ - head_done));
        if (sent < 0 && errno == EINTR) continue;
        if (sent < 0) {
            progress.outcome = errno == EAGAIN || errno == EWOULDBLOCK ? Outcome::blocked : Outcome::failed;
            return progress;
        }
        sent_ += static_cast<std::size_t>(sent);
        if (sent_ < whole) continue; // the next call says whether the socket is full
        is_writing_ = false;
        if (item_.frame) progress.arrived.at(progress.frames++) = item_.frame->arrived;
        if (is_close_) close_sent_ = true;
        item_ = {};
    }
    return progress;
}

bool LeanWriter::take_next() {
    if (close_sent_) return false;
    if (close_) {
        is_close_ = true;
        begin_control(WsOpcode::close, *std::exchange(close_, std::nullopt));
    } else if (pong_) {
        begin_control(WsOpcode::pong, *std::exchange(pong_, std::nullopt));
    } else if (std::exchange(ping_waits_, false)) {
        begin_control(WsOpcode::ping, {});
    } else {
        item_ = outbox_.take();
        if (item_.empty()) return false;
        if (item_.message) header_ = {item_.is_text ? WsOpcode::text : WsOpcode::binary, item_.message->size()};
    }
    is_writing_ = true;
    sent_ = 0;
    return true;
}

void LeanWriter::begin_control(WsOpcode opcode, std::string payload) {
    control_ = std::move(payload);
    header_ = {opcode, control_.size()};
}

} // namespace watchpost::net
