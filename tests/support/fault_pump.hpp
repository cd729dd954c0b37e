#pragma once

#include "faults.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <random>
#include <string>

namespace watchpost::test {

/// Passes the bytes of one direction on, with the faults that `faults` holds at that moment. For the thread of the
/// sockets only; everything that it is given must outlive it.
class FaultPump {
public:
    using Socket = boost::asio::ip::tcp::socket;

    struct Terms {
        Faults const& faults;
        std::mt19937& random;
        std::size_t& passed;                         ///< counts what the receiver's socket took,
        std::size_t& pieces;                         ///< and in how many pieces
        std::function<std::shared_ptr<void>()> keep; ///< what a waiting operation holds
        std::function<void()> reset;                 ///< the connection has to end with an RST
        std::function<void()> on_fin_passed;
    };

    FaultPump(Socket& from, Socket& to, Terms terms);

    void start() { faults_changed(); }
    void faults_changed();
    /// The sockets have been closed.
    void stop();

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Piece {
        std::string bytes; ///< empty: the FIN
        Time due;
    };

    void take();
    void on_readable();
    void accept_piece(std::string bytes);
    void pass_on();
    void wait_until(Time due);
    std::size_t next_size(std::string const& bytes) const;
    void on_passed(std::size_t size);
    void pass_fin();
    bool is_cut();

    Socket& from_;
    Socket& to_;
    Terms terms_;
    boost::asio::steady_timer timer_;
    std::deque<Piece> queue_;
    std::size_t queued_ = 0; ///< bytes
    std::size_t own_passed_ = 0;
    Time next_free_{}; ///< by the rate
    std::array<char, 65536> chunk_{};
    bool is_waiting_to_take_ = false;
    bool is_writing_ = false;
    bool is_waiting_ = false; ///< until the next piece is due
    bool saw_fin_ = false;
    bool is_fin_passed_ = false;
    bool is_stopped_ = false;
};

} // namespace watchpost::test
