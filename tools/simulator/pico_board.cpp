#include "pico_board.hpp"

namespace watchpost::sim {
namespace {

constexpr auto kReadTimeout = std::chrono::seconds(30);
constexpr auto kNapAfterHello = std::chrono::seconds(1);
constexpr auto kBootTime = std::chrono::seconds(3);
// The firmware retries with no pause at all, thousands of times a second on a PC; this is where the simulator differs.
constexpr auto kLeastBetweenAttempts = std::chrono::milliseconds(350);

WallTime wall() {
    return std::chrono::system_clock::now();
}

std::string random_key(std::mt19937_64& random) {
    static constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string key;
    while (key.size() < 21)
        key += kBase64[random() % kBase64.size()];
    return key + "A=="; // 16 bytes leave four bits of the last letter unused
}

} // namespace

PicoBoard::PicoBoard(asio::any_io_executor executor, DialTarget target, FaultPlan faults, std::uint64_t seed,
                     std::shared_ptr<PanTilt> head, double move_speed, bool send_device_id)
    : Board(std::move(executor), std::move(target), faults, seed)
    , head_(std::move(head))
    , logic_(head_, target_.token, move_speed)
    , send_device_id_(send_device_id) {}

Mask PicoBoard::mask() {
    std::uint64_t const bits = dice_.random()();
    Mask mask;
    for (std::size_t i = 0; i < mask.size(); ++i)
        mask[i] = static_cast<std::uint8_t>(bits >> (8 * i));
    return mask;
}

asio::awaitable<std::optional<std::string>> PicoBoard::shake_hands() {
    std::string const key = random_key(dice_.random());
    for (std::string const& line : pico_request(target_, key, send_device_id_)) {
        std::span const bytes(reinterpret_cast<std::uint8_t const*>(line.data()), line.size());
        if (error_code const error = co_await link_.send(bytes)) co_return error.message();
    }
    auto const answer = co_await link_.receive_answer(kReadTimeout);
    if (answer.error && answer.head.empty()) co_return "no answer: " + answer.error.message();
    co_return pico_objection(answer.head);
}

asio::awaitable<Ending> PicoBoard::converse() {
    logic_.link_up(now());
    Say hello = logic_.hello(wall());
    if (error_code const error = co_await say(std::move(hello))) co_return ended_by(error);
    auto const nap = now() + kNapAfterHello;
    co_await link_.rest_until(nap);
    for (;;) {
        Heard heard = co_await hear();
        if (heard.ending) co_return std::move(*heard.ending);
        auto steps = logic_.on_text(heard.text, now());
        if (auto ending = co_await carry_out(std::move(steps))) co_return std::move(*ending);
        if (auto ping = logic_.ping_due(now()))
            if (error_code const error = co_await say(std::move(*ping))) co_return ended_by(error);
    }
}

/// One recv() of the firmware's client: it answers pings inside, and comes back with a text only.
asio::awaitable<PicoBoard::Heard> PicoBoard::hear() {
    for (;;) {
        auto const until = std::min(now() + kReadTimeout, dice_.next_link_fault());
        auto received = co_await link_.receive(until);
        if (auto fault = fault_now()) co_return Heard{{}, std::move(*fault)};
        if (received.error) {
            Ending ending = co_await not_heard(received.error);
            co_return Heard{{}, std::move(ending)};
        }

        ServerFrame& frame = received.frame;
        if (!frame.final || frame.opcode == Opcode::continuation)
            co_return Heard{{}, Ending{EndKind::ended, "a fragmented message, which the board cannot take"}};
        switch (frame.opcode) {
        case Opcode::text:
            co_return Heard{std::move(frame.payload), {}};
        case Opcode::ping:
            if (error_code const error = co_await send_frame(Opcode::pong, std::move(frame.payload)))
                co_return Heard{{}, ended_by(error)};
            break;
        case Opcode::close: { // it closes TCP without an answer
            auto reason = "the server closed with " + std::to_string(close_code(frame.payload));
            co_return Heard{{}, Ending{EndKind::ended, std::move(reason)}};
        }
        default:
            break;
        }
    }
}

asio::awaitable<Ending> PicoBoard::not_heard(error_code error) {
    if (error == asio::error::timed_out) co_return co_await leave("nothing heard for 30 s");
    if (error != asio::error::eof) co_return ended_by(error);
    // A FIN without a close frame looks to the firmware like empty messages, until its next ping cannot be written.
    co_await link_.rest_until(logic_.next_ping());
    co_return Ending{EndKind::ended, "the server closed without a close frame; noticed at the next ping"};
}

asio::awaitable<std::optional<Ending>> PicoBoard::carry_out(std::vector<PicoStep> steps) {
    for (PicoStep& step : steps) {
        if (auto* words = std::get_if<Say>(&step)) {
            if (error_code const error = co_await say(std::move(*words))) co_return ended_by(error);
        } else if (auto const* turn = std::get_if<Turn>(&step)) {
            head_->move_to(turn->target, now(), turn->takes);
            auto const arrival = now() + std::chrono::duration_cast<SteadyTime::duration>(turn->takes);
            if (error_code const error = co_await link_.rest_until(arrival)) co_return ended_by(error);
        } else if (auto* why = std::get_if<Leave>(&step)) {
            co_return co_await leave(std::move(why->reason));
        } else {
            head_->move_to(PanTilt::kCentre, now(), std::chrono::seconds(0));
            co_return Ending{EndKind::restarted, "reboots"};
        }
    }
    co_return std::nullopt;
}

asio::awaitable<error_code> PicoBoard::say(Say say) {
    std::string text = logic_.stamped(std::move(say), wall());
    std::string const cut = text.substr(0, text.size() / 2);
    if (error_code const error = co_await send_frame(Opcode::text, std::move(text))) co_return error;
    if (!dice_.spoil_json()) co_return error_code{};
    co_return co_await send_frame(Opcode::text, cut);
}

SteadyTime::duration PicoBoard::pause_after(Ending const& ending) {
    if (ending.kind == EndKind::restarted) return kBootTime;
    if (ending.kind == EndKind::torn || ending.kind == EndKind::fell_silent) return dice_.time_away();
    return kLeastBetweenAttempts;
}

} // namespace watchpost::sim
