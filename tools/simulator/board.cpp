#include "board.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <spdlog/spdlog.h>

namespace watchpost::sim {
namespace {

constexpr auto kDialLimit = std::chrono::seconds(5);
constexpr auto kGoodbyeLimit = std::chrono::seconds(1);
constexpr std::size_t kMaxAbandoned = 8;
constexpr std::uint16_t kNormal = 1000;

} // namespace

Board::Board(asio::any_io_executor executor, DialTarget target, FaultPlan faults, std::uint64_t seed)
    : link_(executor, faults.bytes_per_second)
    , target_(std::move(target))
    , dice_(faults, seed)
    , executor_(executor) {}

void Board::start() {
    auto loop = [self = shared_from_this()]() -> asio::awaitable<void> { co_await self->run(); };
    asio::co_spawn(executor_, std::move(loop), asio::detached);
}

void Board::stop() {
    link_.interrupt();
    abandoned_.clear();
}

asio::awaitable<void> Board::run() {
    while (!link_.interrupted()) {
        Ending const ending = co_await one_link();
        log(ending);
        if (ending.kind == EndKind::stopped) co_return;
        auto const until = now() + pause_after(ending);
        co_await link_.rest_until(until);
    }
}

asio::awaitable<Ending> Board::one_link() {
    begin_attempt();
    auto const until = now() + kDialLimit;
    if (error_code const error = co_await link_.dial(target_.host, target_.port, until))
        co_return Ending{EndKind::refused, error.message()};
    if (auto objection = co_await shake_hands()) {
        link_.close();
        co_return Ending{EndKind::refused, std::move(*objection)};
    }
    connected_ = true;
    last_refusal_.clear();
    dice_.link_up(now());
    spdlog::info("{}: connected to {}{}", target_.device_id, authority(target_), target_.path);

    Ending ending = co_await converse();
    if (link_.interrupted()) {
        ending = {EndKind::stopped, "the simulation stops"};
        co_await say_goodbye();
    }
    let_go(ending.kind);
    co_return ending;
}

asio::awaitable<void> Board::say_goodbye() {
    if (link_.out_of_step() || !link_.is_open()) co_return;
    error_code const error = co_await send_frame(Opcode::close, close_payload(kNormal));
    auto const until = now() + kGoodbyeLimit;
    if (!error) co_await link_.drain(until);
}

void Board::let_go(EndKind kind) {
    switch (kind) {
    case EndKind::torn:
        link_.tear();
        break;
    case EndKind::fell_silent:
    case EndKind::restarted:
        if (abandoned_.size() == kMaxAbandoned) abandoned_.erase(abandoned_.begin());
        abandoned_.push_back(link_.abandon());
        break;
    default:
        link_.close();
    }
}

void Board::log(Ending const& ending) {
    if (std::exchange(connected_, false)) {
        spdlog::info("{}: link ended: {}", target_.device_id, ending.reason);
        return;
    }
    // Boards try again and again; the reason is worth a line only when it is a new one.
    if (ending.kind != EndKind::refused || link_.interrupted() || ending.reason == last_refusal_) return;
    last_refusal_ = ending.reason;
    spdlog::info("{}: no link to {}{}: {}; trying on", target_.device_id, authority(target_), target_.path,
                 ending.reason);
}

asio::awaitable<error_code> Board::send_frame(Opcode opcode, std::span<std::uint8_t const> payload) {
    Bytes bytes;
    append_frame(bytes, opcode, payload, mask());
    co_return co_await link_.send(bytes);
}

asio::awaitable<error_code> Board::send_frame(Opcode opcode, std::string payload) {
    Bytes bytes;
    append_frame(bytes, opcode, payload, mask());
    co_return co_await link_.send(bytes);
}

asio::awaitable<Ending> Board::leave(std::string reason) {
    co_await send_frame(Opcode::close, close_payload(kNormal));
    co_return Ending{EndKind::ended, std::move(reason)};
}

std::optional<Ending> Board::fault_now() const {
    switch (dice_.link_fault(now())) {
    case LinkFault::drop_out:
        return Ending{EndKind::torn, "fault drop-out: the link is torn"};
    case LinkFault::half_open:
        return Ending{EndKind::fell_silent, "fault half-open: the board falls silent"};
    case LinkFault::none:
        break;
    }
    return std::nullopt;
}

Ending Board::ended_by(error_code error) const {
    if (!link_.complaint().empty()) return {EndKind::ended, "not understood: " + std::string(link_.complaint())};
    if (error == asio::error::eof) return {EndKind::ended, "the server closed without a close frame"};
    return {EndKind::ended, error.message()};
}

} // namespace watchpost::sim
