#pragma once

#include "firmware_framing.hpp"

#include <watchpost/core/clock.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <memory>
#include <string>

namespace watchpost::sim {

namespace asio = boost::asio;
using boost::system::error_code;

/// One board's network: a raw TCP connection at a time, every wait with a deadline. A board is one loop, so at most one
/// operation runs at a time. After `interrupt()` operations end with operation_aborted, except for a write, which gets
/// one more second.
///
/// Errors: asio::error::timed_out when the deadline passed, eof for a FIN, fault for what `complaint()` tells.
class BoardLink {
public:
    /// Real boards give up a write that makes no progress for this long.
    static constexpr auto kWriteLimit = std::chrono::seconds(10);

    struct Received {
        error_code error;
        ServerFrame frame; ///< when there is no error
    };
    struct Answer {
        error_code error;
        std::string head; ///< the HTTP answer up to and with the empty line
    };

    /// `bytes_per_second` limits what is sent; 0 does not.
    BoardLink(asio::any_io_executor executor, double bytes_per_second);

    asio::awaitable<error_code> dial(std::string host, std::uint16_t port, SteadyTime until);
    /// `bytes` must live until this is done.
    asio::awaitable<error_code> send(std::span<std::uint8_t const> bytes);
    asio::awaitable<Answer> receive_answer(SteadyTime::duration each_read);
    /// The next frame. Takes what has already arrived even when `until` has passed.
    asio::awaitable<Received> receive(SteadyTime until);
    /// Reads until the server has closed or `until`, also after `interrupt()`.
    asio::awaitable<void> drain(SteadyTime until);
    asio::awaitable<error_code> rest_until(SteadyTime until);

    void interrupt();
    bool interrupted() const { return interrupted_; }

    /// A frame was sent in part only: nothing can follow it.
    bool out_of_step() const { return out_of_step_; }
    bool is_open() const { return socket_.is_open(); }
    std::string_view complaint() const { return parser_.error(); }
    /// True when the server's FIN has already arrived.
    bool at_end();

    void close(); ///< FIN
    void tear();  ///< RST
    /// The open socket leaves this link, which can dial anew.
    asio::ip::tcp::socket abandon();

private:
    void set_deadline(SteadyTime until);
    error_code settle(error_code error);
    asio::awaitable<error_code> fill(SteadyTime until);
    asio::awaitable<error_code> send_slowly(std::span<std::uint8_t const> bytes);
    asio::awaitable<error_code> send_piece(std::span<std::uint8_t const> bytes);

    asio::ip::tcp::socket socket_;
    asio::ip::tcp::resolver resolver_;
    asio::steady_timer deadline_;
    asio::steady_timer pause_;
    std::shared_ptr<std::uint64_t> generation_; ///< outlives a deadline's handler that is already queued
    ServerFrameParser parser_;
    std::array<std::uint8_t, 4096> incoming_{};
    double bytes_per_second_;
    bool timed_out_ = false;
    bool dialling_ = false;
    bool writing_ = false;
    bool out_of_step_ = false;
    bool interrupted_ = false;
};

} // namespace watchpost::sim
