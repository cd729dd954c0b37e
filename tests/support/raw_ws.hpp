#pragma once

#include "opcodes.hpp"
#include "ws_client.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace watchpost::test {

/// A WebSocket peer without manners: it sees every frame as it came, answers nothing by itself, and sees the FIN apart
/// from the close frame. Every wait has a limit.
class RawWs {
public:
    /// A receive buffer that a few frames fill.
    static constexpr int kSmallBuffer = 16 * 1024;

    struct Frame {
        int opcode = 0; ///< one of `opcode`
        std::string payload;
    };

    /// Connects to 127.0.0.1 and shakes hands; throws when there is no 101. A positive `receive_buffer` bounds what the
    /// kernel takes while nobody reads.
    RawWs(unsigned short port, std::string const& target, Headers const& headers = {}, int receive_buffer = 0);
    RawWs(RawWs const&) = delete;
    RawWs& operator=(RawWs const&) = delete;
    ~RawWs();

    /// The next frame; nothing when none was complete in time or the peer closed.
    std::optional<Frame> frame(std::chrono::milliseconds limit = WsClient::kPatience);
    /// The next of this kind; others are passed over.
    std::optional<Frame> frame_of(int opcode, std::chrono::milliseconds limit = WsClient::kPatience);
    /// The next text with `part` in it; others are passed over.
    std::optional<std::string> text_with(std::string const& part,
                                         std::chrono::milliseconds limit = WsClient::kPatience);
    /// True once the peer's FIN, or a reset, came; frames before it are thrown away.
    bool ended(std::chrono::milliseconds limit = WsClient::kPatience);

    /// A frame under a mask of zeros.
    void send(int opcode, std::string const& payload);
    static std::string encode(int opcode, std::string const& payload);
    bool send_bytes(std::string const& bytes);

    /// A FIN without a close frame; what the server sends is still taken.
    void send_fin();
    /// The connection ends with a reset.
    void reset();

private:
    bool receive_some(std::chrono::steady_clock::time_point deadline);

    int fd_;
    bool ended_ = false;
    std::string received_;
};

/// The code of a close frame; 1005 when it has none.
std::uint16_t close_code_of(RawWs::Frame const& close);

} // namespace watchpost::test
