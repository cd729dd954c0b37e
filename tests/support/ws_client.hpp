#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace watchpost::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A blocking WebSocket client. Every wait has a limit, after which it answers nothing; no test sleeps. Pings of the
/// server are answered while it waits for something.
class WsClient {
public:
    struct Message {
        bool is_text = false;
        std::string data;
    };
    struct Close {
        std::uint16_t code = 0; ///< 1005: a close frame without a code; 1006: the connection ended without one
        std::string reason;
    };

    static constexpr auto kPatience = std::chrono::seconds(20);

    /// Connects and shakes hands at 127.0.0.1; throws std::runtime_error when refused (see `refusal`).
    static WsClient open(unsigned short port, std::string const& target, Headers const& headers = {});
    /// The HTTP status that refuses the handshake; 101 when it is not refused.
    static int status_of(unsigned short port, std::string const& target, Headers const& headers = {});

    WsClient(WsClient&&) noexcept;
    WsClient& operator=(WsClient&&) noexcept;
    ~WsClient();

    void send_text(std::string const& text);
    void send_binary(std::string const& data);
    void send_ping(std::string const& payload);
    /// Bytes as they are, past the WebSocket.
    void send_raw(std::string const& bytes);

    /// The next message; nothing when none came in time or the connection ended.
    std::optional<Message> receive(std::chrono::milliseconds limit = kPatience);
    /// The next text that contains `part`; others, and frames, are passed over.
    std::optional<std::string> receive_text_with(std::string const& part, std::chrono::milliseconds limit = kPatience);
    /// The next binary message; texts are passed over.
    std::optional<std::string> receive_binary(std::chrono::milliseconds limit = kPatience);

    /// Reads until the server closes. Nothing when it did not in time.
    std::optional<Close> wait_for_close(std::chrono::milliseconds limit = kPatience);
    /// Closes and waits for the server's answer, which is returned.
    std::optional<Close> close(std::uint16_t code = 1000, std::string const& reason = {});
    /// Closes the socket without a word.
    void vanish();
    bool is_open() const;
    /// The headers of the 101, names in lower case.
    std::string response_header(std::string const& name) const;

private:
    struct Impl;
    explicit WsClient(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace watchpost::test
