#pragma once

#include "board_link.hpp"
#include "faults.hpp"
#include "handshake.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchpost::sim {

enum class EndKind {
    refused,     ///< there was no link
    ended,       ///< FIN after what was said
    torn,        ///< RST, as when the WiFi is lost
    fell_silent, ///< the socket stays open, and nobody is behind it any more
    restarted,   ///< as fell_silent, and the board has forgotten everything
    stopped,     ///< the simulation ends
};

/// How one attempt or one link ended, for the log and for what the board does next.
struct Ending {
    EndKind kind{};
    std::string reason;
};

/// What all boards have in common: one loop that dials, shakes hands, converses, and dials again.
///
/// Its coroutine keeps the board alive. Derived classes say what the board is; they are called on that coroutine only.
class Board : public std::enable_shared_from_this<Board> {
public:
    Board(asio::any_io_executor executor, DialTarget target, FaultPlan faults, std::uint64_t seed);
    virtual ~Board() = default;
    Board(Board const&) = delete;
    Board& operator=(Board const&) = delete;

    void start();
    void stop();

protected:
    /// Before each attempt to dial, also one that finds nobody.
    virtual void begin_attempt() {}
    /// Why there will be no link; nothing when it stands.
    virtual asio::awaitable<std::optional<std::string>> shake_hands() = 0;
    virtual asio::awaitable<Ending> converse() = 0;
    virtual SteadyTime::duration pause_after(Ending const& ending) = 0;
    virtual Mask mask() = 0;

    asio::awaitable<error_code> send_frame(Opcode opcode, std::span<std::uint8_t const> payload);
    asio::awaitable<error_code> send_frame(Opcode opcode, std::string payload);
    /// Close frame, then nothing more is said.
    asio::awaitable<Ending> leave(std::string reason);
    /// The end that a fault brings now, if one does.
    std::optional<Ending> fault_now() const;
    Ending ended_by(error_code error) const;

    static SteadyTime now() { return std::chrono::steady_clock::now(); }

    BoardLink link_;
    DialTarget target_;
    FaultDice dice_;

private:
    asio::awaitable<void> run();
    asio::awaitable<Ending> one_link();
    asio::awaitable<void> say_goodbye();
    void let_go(EndKind kind);
    void log(Ending const& ending);

    asio::any_io_executor executor_;
    std::vector<asio::ip::tcp::socket> abandoned_; ///< half-open from the server's point of view
    std::string last_refusal_;
    bool connected_ = false;
};

} // namespace watchpost::sim
