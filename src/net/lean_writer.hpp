#pragma once

#include <watchpost/core/outbox.hpp>
#include <watchpost/core/ws_header.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace watchpost::net {

/// What goes out of a lean link, one WebSocket frame after the other, straight into the socket as far as it takes it:
/// control frames first, then messages in their order, then the newest frame. A frame that was begun is finished.
class LeanWriter {
public:
    /// `outbox` lives longer.
    explicit LeanWriter(Outbox& outbox)
        : outbox_(outbox) {}

    void ping() { ping_waits_ = true; }
    /// Of several that wait the newest is answered (RFC 6455 section 5.5.3).
    void pong(std::string_view payload) { pong_ = payload; }
    /// The last frame there is.
    void close(std::uint16_t code, std::string_view reason);
    bool is_close_sent() const { return close_sent_; }

    enum class Outcome {
        idle,    ///< nothing waits
        blocked, ///< the socket takes no more now
        failed,  ///< the socket is of no use any more
    };
    struct Progress {
        Outcome outcome = Outcome::idle;
        std::size_t frames = 0; ///< camera frames whose last byte the kernel took
        /// When each of these had arrived here: there is one that was begun, and one that waited.
        std::array<SteadyTime, 2> arrived{};
    };

    /// Writes to the non-blocking socket `fd` what it takes. Never waits.
    Progress write(int fd);

private:
    bool take_next();
    void begin_control(WsOpcode opcode, std::string payload);

    Outbox& outbox_;
    bool ping_waits_ = false;
    std::optional<std::string> pong_;
    std::optional<std::string> close_; ///< its payload, until it is begun
    bool close_sent_ = false;

    // The frame that is being written
    bool is_writing_ = false;
    bool is_close_ = false;
    WsHeader header_{WsOpcode::text, 0};
    std::string control_;
    Outbox::Item item_;
    std::size_t sent_ = 0; ///< bytes of it that the kernel has
};

} // namespace watchpost::net
