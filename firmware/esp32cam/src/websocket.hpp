#pragma once

#include "types.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cam {

/// The client's side of a WebSocket (RFC 6455) as bytes in, bytes out. It owns no socket and never waits. Every header
/// is written once, a message goes out as one frame however slowly TCP takes it, and nothing else can come between its
/// bytes.
class WebSocket {
public:
    enum class State { opening, open, closing, closed, failed };
    using Headers = std::vector<std::pair<std::string, std::string>>;

    static constexpr std::size_t kLongestAnswer = 2'048;  ///< to the handshake
    static constexpr std::size_t kLongestMessage = 4'096; ///< from the server
    static constexpr std::size_t kLongestQueue = 8'192;   ///< of texts that wait

    /// `random` answers any 32 bits. A header with anything but visible ASCII and spaces makes it `failed` at once.
    WebSocket(std::string_view host, int port, std::string_view path, Headers const& headers,
              std::function<std::uint32_t()> random);

    State state() const { return state_; }
    /// HTTP status of a refused handshake; 0 when the answer was not HTTP.
    std::optional<int> refused_with() const { return refused_with_; }
    /// What the server's close frame said; 1005 for nothing.
    int close_code() const { return close_code_; }
    char const* failure() const { return failure_; }

    /// Takes bytes that arrived and answers the whole texts among them. Pings and closes are answered by themselves.
    std::vector<std::string> feed(View data);

    /// False when the link is not open or too much waits already.
    bool send_text(std::string_view text);
    /// A picture as one binary message. `data` must stay until `picture_unsent()` is 0. False when the link is not open
    /// or another picture is under way.
    bool send_picture(View data);
    /// Says so once; the link is over when the server has answered, or has ended TCP.
    void close(int code);

    /// The next bytes for TCP, empty when there are none; then `written` how many it took.
    View unsent();
    void written(std::size_t count);
    /// Bytes of the picture that are not masked yet: it must not be given back before this is 0.
    std::size_t picture_unsent() const { return picture_.size; }
    /// The link is open and TCP has taken everything.
    bool is_idle() const { return state_ == State::open && out_.empty() && picture_.size == 0 && later_.empty(); }

private:
    struct Frame {
        int opcode;
        bool last;
        std::string payload;
    };

    bool read_answer();
    std::optional<Frame> next_frame();
    void take(Frame frame, std::vector<std::string>& texts);
    void take_data(Frame frame, std::vector<std::string>& texts);
    void push(int opcode, std::string_view payload);
    std::string header(int opcode, std::size_t length, std::uint32_t mask) const;
    void fail(char const* why, int code);
    std::uint32_t new_mask() { return random_(); }

    std::function<std::uint32_t()> random_;
    std::string expected_accept_;
    State state_ = State::opening;
    std::optional<int> refused_with_;
    int close_code_ = 1005;
    char const* failure_ = "";
    std::string in_;
    std::string message_; ///< the fragments so far
    int message_opcode_ = 0;
    std::string out_; ///< in the order of the wire
    std::size_t out_at_ = 0;
    std::string later_; ///< what waits for the end of the picture
    View picture_;
    std::uint32_t picture_mask_ = 0;
    std::size_t picture_at_ = 0;
};

} // namespace cam
