#pragma once

#include <watchpost/core/delivery.hpp>
#include <watchpost/core/frame_gate.hpp>
#include <watchpost/core/heartbeat.hpp>
#include <watchpost/core/outbox.hpp>
#include <watchpost/net/close_policy.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace watchpost::net {

/// One open connection, as a session sees it. Loop thread only. Nothing here waits, and after the end every call does
/// nothing.
class Link {
public:
    /// Texts keep their order. A peer that lets them pile up beyond `LinkOptions::outbox` is closed with 1008.
    virtual void send(TextPtr text) = 0;
    void send(std::string text) { send(std::make_shared<std::string const>(std::move(text))); }
    /// A binary message that must arrive, in order with the texts.
    virtual void send(std::span<std::uint8_t const> binary) = 0;
    /// Messages wait that the peer has not taken: what can be left out should be.
    virtual bool is_congested() const = 0;
    /// The newest wins: a frame that still waits is dropped and counted.
    virtual void send_frame(FramePtr frame) = 0;
    /// The peer has painted the `number`th frame, counted from 1: with a `LinkOptions::pace` up to `want` more may go.
    virtual void frame_painted(std::uint64_t number, std::uint64_t want) = 0;
    /// What became of the frames.
    virtual Delivery const& delivery() const = 0;
    /// The shortest time that the answer to a ping of ours took; nothing before the first.
    virtual std::optional<SteadyTime::duration> round_trip() const = 0;

    /// Ends the link: what waits is dropped, a close frame goes out behind what is being written, and a deadline drops
    /// the socket. Calls `LinkHandler::on_end` before it returns.
    virtual void close(std::uint16_t code, std::string reason) = 0;

    /// The peer is known to be busy and may be silent until then.
    virtual void excuse_silence_until(SteadyTime until) = 0;

    /// Stands in the log lines of this link, for example the device's id.
    virtual void set_label(std::string label) = 0;

protected:
    ~Link() = default;
};

/// What a session does with its link. Owned by the link; every call comes on the loop thread.
class LinkHandler {
public:
    virtual ~LinkHandler() = default;
    /// `text` is valid UTF-8 and lives for the call only.
    virtual void on_text(std::string_view text) = 0;
    virtual void on_binary(MessageBytes bytes) = 0;
    /// At each beat of the `Pulse` while the link is open.
    virtual void on_tick(SteadyTime now) = 0;
    /// Any byte came since the last time this was asked (about once a second).
    virtual void on_sign_of_life() {}
    /// The answer to a ping of ours came.
    virtual void on_pong() {}
    /// Exactly once, when the end is decided; the socket may live on for some seconds without the session.
    virtual void on_end(EndInfo const& end) = 0;
};

/// Who moves the bytes of a WebSocket link.
enum class LinkEngine {
    lean,  ///< our own parser and writer on the plain socket
    beast, ///< Beast's stream
};

struct LinkOptions {
    LinkEngine engine = LinkEngine::lean;
    std::string endpoint;                     ///< for logs and metrics, such as "/ws/video"
    std::size_t read_message_max = 16 * 1024; ///< bytes; a larger message ends the link with 1009
    std::size_t read_text_max = SIZE_MAX;     ///< the same for texts, when they may be less than that
    std::string account{}; ///< whose unfinished messages count together, a credential; empty: those of the address
    Heartbeat::Limits heartbeat;
    bool pings = true;
    bool is_talkative = false;          ///< texts come with every picture, so none of them makes the `Pulse` hurry
    unsigned max_pings_per_second = 20; ///< more is a flood (1008); 0 lets all pass
    Outbox::Limits outbox;
    FramePace pace;                       ///< of the frames
    std::chrono::seconds stall_after{10}; ///< nothing taken for so long: 1008
    /// After our close frame the FIN is held back for so long, or until the peer answers or closes: a flashed camera
    /// loses a close frame that comes together with a FIN, and crashes (DEVICES rule 9).
    std::chrono::seconds fin_delay{0};
    /// End without a close frame: an ESP-IDF client that gets one never comes back (DEVICES rule 8).
    bool silent_close = false;
    std::uint16_t shutdown_code = close_code::kRestart;
    std::string subprotocol; ///< named in the answer to the handshake; empty for none
};

using LinkFactory = std::function<std::unique_ptr<LinkHandler>(Link&)>;

} // namespace watchpost::net
