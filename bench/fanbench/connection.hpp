#pragma once

#include "run.hpp"
#include "server_frames.hpp"

#include <cstdint>
#include <string>

namespace fanbench {

/// The first line and headers of a handshake. `camera` is the number of the camera that dials, -1 for a viewer.
std::string handshake(Options const& options, std::string const& path, int camera);

/// What stands before a client's payload (RFC 6455 section 5.2).
std::string frame_header(unsigned opcode, std::uint64_t size, std::uint32_t mask);

/// One WebSocket on an epoll set, without any library. One thread.
class Connection {
public:
    enum class State { idle, connecting, handshake, open, closed };

    Connection(Run& run, std::string handshake, int receive_buffer);
    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    /// Dials; epoll's data is the connection from now on.
    void start(int epoll);
    /// Goes on with the handshake when the socket is ready.
    void shake_hands();
    /// Reads until the socket has nothing more, one message has ended, or `budget` bytes are read.
    void pump(std::size_t budget);

    State state() const { return state_; }
    int fd() const { return fd_; }
    void listen_for(std::uint32_t events);
    void ignore_events();

    // What it has seen
    std::uint64_t frames() const { return frames_.frames(); }
    std::uint64_t messages() const { return messages_; }

protected:
    virtual ~Connection();

    virtual void on_open() = 0;
    /// Of a binary message, complete in `message`.
    virtual void on_message(ServerFrames const& message) = 0;
    virtual void on_end(bool was_open) = 0;
    /// Slow viewers read as many messages as their budget allows.
    virtual bool reads_on() const { return false; }

    void send_small(unsigned opcode, std::string const& payload);
    void fail(Counter& counter);
    Run& run() const { return run_; }

private:
    bool dial();
    void feed(std::span<std::uint8_t const> input);
    /// False when the connection is over.
    bool take(ServerFrames::Event event);

    Run& run_;
    std::string handshake_;
    std::string answer_;
    int receive_buffer_;
    int epoll_ = -1;
    int fd_ = -1;
    State state_ = State::idle;
    ServerFrames frames_;
    bool message_ended_ = false;
    std::uint64_t messages_ = 0;
};

} // namespace fanbench
