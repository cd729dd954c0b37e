#pragma once

#include "link_watch.hpp"
#include "progress_watch.hpp"
#include "unfinished_budget.hpp"
#include "upgrade.hpp"
#include "ws_stream.hpp"

#include <watchpost/core/delivery.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/core/outbox.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/net/link.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/pulse.hpp>

#include <exception>
#include <optional>

namespace watchpost::net {

/// What a link is made with. `pulse`, `links` and `unfinished` outlive it; `keep` is held for as long as the socket is
/// open.
struct LinkTerms {
    LinkOptions options;
    LinkFactory open;
    Pulse& pulse;
    LinkSet& links;
    UnfinishedBudget& unfinished;
    Guard keep;
};

/// The life of a link, whoever moves its bytes: the handshake, one session, one reason for its end, the deadlines, and
/// a close that even a flashed camera survives. Loop thread only.
class LinkCore : public Link,
                 private Connection,
                 private Ticking,
                 private UnfinishedBudget::Holder,
                 public std::enable_shared_from_this<LinkCore> {
public:
    LinkCore(Upgrade upgrade, LinkTerms terms);

    /// Answers the handshake; the session is made when the 101 is written, and nobody is told if that fails.
    void start();

    void send(TextPtr text) final { queue(std::move(text), true); }
    void send(std::span<std::uint8_t const> binary) final;
    void send_frame(FramePtr frame) final;
    void frame_painted(std::uint64_t number, std::uint64_t want) final;
    bool is_congested() const final { return outbox_.waiting_messages() > 0; }
    void close(std::uint16_t code, std::string reason) final;
    void excuse_silence_until(SteadyTime until) final { watch_.excuse_silence_until(until); }
    Delivery const& delivery() const final { return delivery_; }
    std::optional<SteadyTime::duration> round_trip() const final { return round_trip_; }
    void set_label(std::string label) final { label_ = std::move(label); }

protected:
    enum class Phase {
        accepting, ///< the 101 is on its way
        open,
        closing,   ///< our close frame waits, or is on its way, or waits for its answer
        lingering, ///< the WebSocket is over; waiting for the peer's FIN
        dropped,
    };

    ~LinkCore() = default;

    // What moves the bytes
    /// The handshake is done: begin to read. `stream()` is open; there is no session yet.
    virtual void begin() = 0;
    virtual boost::asio::ip::tcp::socket& socket() = 0;
    virtual void send_fin() = 0;
    /// Sends a close frame behind what is being written, and calls `linger` when the WebSocket is over.
    virtual void begin_close(std::uint16_t code, std::string const& reason) = 0;
    virtual void send_ping() = 0;
    /// Begins to write what waits in the outbox, if nothing else is on its way.
    virtual void write() = 0;

    // What comes in
    /// A message that has begun to come and is not whole.
    struct Unfinished {
        bool is_there = false;
        std::uint64_t which = 0; ///< tells it from the one before
        std::size_t bytes = 0;   ///< of its payload that have come
        std::size_t room = 0;    ///< bytes that are set aside for it
    };
    virtual Unfinished unfinished() const = 0;
    /// Call after each read. May end the link.
    void note_unfinished();
    void on_bytes() {
        watch_.on_message(now());
        pulse_.ride();
    }
    void deliver_text(std::string_view text) {
        if (!options_.is_talkative) pulse_.hurry();
        guarded([&] { handler_->on_text(text); });
    }
    void deliver_binary(MessageBytes bytes) {
        guarded([&] { handler_->on_binary(std::move(bytes)); });
    }
    void on_pong();
    /// False when there were too many.
    bool ping_is_allowed();

    // What went out
    /// The kernel took the last byte of frames that had arrived at these times.
    void frames_sent(std::span<SteadyTime const> arrivals);
    Outbox& outbox() { return outbox_; }

    // Ends
    /// We decide that the link ends.
    void end(EndInfo info);
    /// The peer, or the network, has ended it: told once. The phase is left to the caller.
    void finish(EndInfo info);
    /// The WebSocket is over: waits for the peer's FIN, unless that has come.
    void linger();
    void peer_said_close() { peer_said_close_ = true; }
    bool has_peer_said_close() const { return peer_said_close_; }
    /// The close frame that answers the peer's, or its fault, goes out.
    void answer_close(std::uint16_t code);

    Phase phase() const { return phase_; }
    SteadyTime now() const { return pulse_.clock().now(); }
    LinkOptions const& options() const { return options_; }
    WsStream& stream() { return *stream_; }
    /// The socket has been taken out of the stream, which is of no more use.
    void release_stream();
    LinkWatch& watch() { return watch_; }
    template <class Self>
    std::shared_ptr<Self> self_as(Self*) {
        return std::static_pointer_cast<Self>(shared_from_this());
    }

private:
    /// Whatever a session throws ends its own link and nobody else's (SECURITY rule 30).
    template <class Call>
    void guarded(Call call) {
        try {
            call();
        } catch (std::exception const& fault) {
            on_fault(fault);
        }
    }
    void on_fault(std::exception const& fault);
    void shut_down() final { close(options_.shutdown_code, "the daemon stops"); }
    void drop() final;
    void tick(SteadyTime now) final;

    std::string who() const;
    void queue(TextPtr message, bool is_text);
    /// Sends the frame that is held, when it may go now.
    void let_frame_go();
    void on_accepted(boost::system::error_code error);
    void check(SteadyTime now);
    ProgressWatch::Verdict progress(SteadyTime now);
    void give_up() final;
    void tell_end(EndInfo const& info);
    void drain();
    std::chrono::seconds close_grace() const;

    LinkOptions const options_;
    LinkFactory open_;
    Pulse& pulse_;
    LinkSet& links_;
    Guard keep_;
    Outbox outbox_;
    FrameGate gate_;
    std::string const peer_;
    std::string label_;
    boost::beast::http::request<boost::beast::http::string_body> request_;
    boost::asio::any_io_executor loop_;
    std::optional<WsStream> stream_; ///< empty soon after a drop
    std::unique_ptr<LinkHandler> handler_;
    Phase phase_ = Phase::accepting;
    bool finished_ = false;
    std::optional<EndInfo> early_end_;
    bool peer_said_close_ = false;
    bool is_peer_gone_ = false; ///< its FIN or RST came, without a close frame
    std::size_t drained_ = 0;

    Delivery delivery_;
    std::optional<SteadyTime> ping_sent_; ///< until it is answered
    std::optional<SteadyTime::duration> round_trip_;
    LinkWatch watch_;
    ProgressWatch progress_;
    UnfinishedBudget::Place place_;
    SteadyTime next_probe_{};
    SteadyTime deadline_; ///< of every phase but `open`
    TokenBucket pings_allowed_;
    Guard beat_;
    Guard membership_;
};

} // namespace watchpost::net
