#include "tls_handshake.hpp"

#include "tcp_probe.hpp"

#include <watchpost/net/address.hpp>

#include <spdlog/spdlog.h>

#include <optional>

namespace watchpost::net {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

constexpr auto kLimit = std::chrono::seconds(5);

class TlsHandshake final : private Connection, private Ticking, public std::enable_shared_from_this<TlsHandshake> {
public:
    TlsHandshake(tcp::socket socket, tcp::endpoint const& peer, TlsContext& tls, HttpContext& context, Guard keep)
        : peer_(canonical(peer.address()), peer.port())
        , context_(context)
        , keep_(std::move(keep))
        , deadline_(now() + kLimit)
        , stream_(std::in_place, std::move(socket), tls) {}

    void start() {
        beat_ = context_.pulse.join(*this);
        membership_ = context_.links.join(*this);
        place_in_line_ = context_.wait_in_line(*this, peer_.address());
        // A place is for who has something to say.
        stream_->socket().async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code error) {
            if (!self->stream_) return;
            if (error) return self->end(HandshakeEnd::failed, error.message());
            self->begin();
        });
    }

private:
    SteadyTime now() const { return context_.pulse.clock().now(); }

    void begin() {
        place_ = context_.handshakes.admit(*this, peer_.address(), now());
        waiting_ = place_ ? nullptr : shared_from_this();
        if (waiting_) return; // the next tick tries again
        deadline_ = now() + kLimit;
        received_ = received();
        stream_->handshake([self = shared_from_this()](error_code error) {
            if (!self->stream_) return;
            if (error) return self->end(HandshakeEnd::failed, error.message());
            self->finish();
        });
    }

    void finish() {
        auto stream = std::move(*stream_);
        leave(HandshakeEnd::completed);
        serve_http(Channel(std::move(stream)), context_, std::move(keep_));
    }

    void end(HandshakeEnd how, std::string const& why) {
        if (!stream_) return;
        spdlog::debug("tls {}: no handshake: {}", host_and_port(peer_), why);
        leave(how);
        keep_.release();
    }

    void leave(HandshakeEnd how) {
        context_.stats.handshakes.add(how);
        stream_.reset();
        place_.reset();
        waiting_.reset();
        place_in_line_.release();
        beat_.release();
        membership_.release();
    }

    void shut_down() override { drop(); }
    void drop() override {
        auto const self = shared_from_this();
        end(HandshakeEnd::dropped, "dropped");
    }

    void tick(SteadyTime time) override {
        auto const self = shared_from_this(); // an end releases the membership that calls us
        if (time >= deadline_) return end(HandshakeEnd::timed_out, "not in time");
        if (waiting_) return begin();
        auto const before = std::exchange(received_, received());
        if (place_ && before != received_) context_.handshakes.on_progress(*this, time);
    }

    std::uint64_t received() {
        auto const counters = tcp_counters(stream_->socket().native_handle());
        return counters ? counters->received : 0;
    }

    tcp::endpoint const peer_; ///< canonical address
    HttpContext& context_;
    Guard keep_;
    SteadyTime deadline_;
    std::optional<TlsStream> stream_;       ///< until the end
    std::shared_ptr<TlsHandshake> waiting_; ///< this, while it waits for a place, and nothing else keeps it
    std::optional<Guard> place_;            ///< among those who shake hands
    std::uint64_t received_ = 0;            ///< bytes, when they were counted last
    Guard place_in_line_;
    Guard beat_;
    Guard membership_;
};

} // namespace

void begin_tls(tcp::socket socket, TlsContext& tls, HttpContext& context, Guard keep) {
    error_code error;
    auto const peer = socket.remote_endpoint(error);
    if (error) return;
    std::make_shared<TlsHandshake>(std::move(socket), peer, tls, context, std::move(keep))->start();
}

} // namespace watchpost::net
