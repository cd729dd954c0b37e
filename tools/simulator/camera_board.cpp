#include "camera_board.hpp"

namespace watchpost::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto kHeartbeat = 30s;
constexpr auto kLineLimit = 1s;          // each read of the handshake's answer
constexpr auto kOlderGivesUpAfter = 10s; // it waits for a connection_ack that it never sees
// Where the standard board differs from the flashed ones: it restarts before its handshake outgrows every server.
constexpr int kStandardAttempts = 40;

} // namespace

CameraBoard::CameraBoard(asio::any_io_executor executor, DialTarget target, FaultPlan faults, std::uint64_t seed,
                         CameraFirmware firmware, std::unique_ptr<PictureSource> pictures, double fps)
    : Board(std::move(executor), std::move(target), faults, seed)
    , firmware_(firmware)
    , pictures_(std::move(pictures))
    , frame_time_(std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(1 / fps)))
    , frames_(now(), frame_time_)
    , heartbeats_(now() + kHeartbeat, kHeartbeat)
    , started_(now())
    , fps_(fps) {}

bool CameraBoard::sends_frames() const {
    return obeys() || firmware_ == CameraFirmware::newest;
}

bool CameraBoard::obeys() const {
    return firmware_ == CameraFirmware::standard || firmware_ == CameraFirmware::sketch;
}

SteadyTime::duration CameraBoard::frame_time() const {
    if (firmware_ != CameraFirmware::sketch || !logic_.max_fps()) return frame_time_;
    return std::max<SteadyTime::duration>(frame_time_, std::chrono::nanoseconds(1s) / *logic_.max_fps());
}

std::int64_t CameraBoard::uptime_ms() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now() - started_).count();
}

void CameraBoard::begin_attempt() {
    if (obeys() && attempts_ == kStandardAttempts) attempts_ = 0;
    ++attempts_;
    ++failures_;
}

asio::awaitable<std::optional<std::string>> CameraBoard::shake_hands() {
    std::string const request = camera_request(target_, firmware_, attempts_);
    std::span const bytes(reinterpret_cast<std::uint8_t const*>(request.data()), request.size());
    if (error_code const error = co_await link_.send(bytes)) co_return error.message();
    auto const answer = co_await link_.receive_answer(kLineLimit);
    if (answer.error) co_return "no answer: " + answer.error.message();
    auto objection = camera_objection(answer.head);
    if (!objection) failures_ = 0;
    co_return objection;
}

asio::awaitable<Ending> CameraBoard::converse() {
    fragments_.clear();
    logic_.begin();
    link_began_ = now();
    frames_ = Pacer(now(), frame_time());
    heartbeats_ = Pacer(now() + kHeartbeat, kHeartbeat);
    if (sends_frames()) {
        std::string hello = logic_.hello(target_.token, firmware_ == CameraFirmware::sketch);
        if (error_code const error = co_await send_frame(Opcode::text, std::move(hello))) co_return ended_by(error);
        std::string greeting = logic_.log("Camera ready", "info", uptime_ms());
        if (error_code const error = co_await send_frame(Opcode::text, std::move(greeting))) co_return ended_by(error);
    }
    for (;;) {
        auto until = dice_.next_link_fault();
        if (sends_frames()) until = std::min({until, frames_.next(), heartbeats_.next()});
        if (firmware_ == CameraFirmware::older) until = std::min(until, link_began_ + kOlderGivesUpAfter);
        if (auto ending = co_await poll(until)) co_return std::move(*ending);
        if (auto fault = fault_now()) co_return std::move(*fault);
        if (firmware_ == CameraFirmware::older && now() >= link_began_ + kOlderGivesUpAfter)
            co_return co_await leave("not authenticated within 10 s");
        if (!sends_frames()) continue;
        if (error_code const error = co_await send_due()) co_return ended_by(error);
    }
}

asio::awaitable<std::optional<Ending>> CameraBoard::poll(SteadyTime until) {
    auto received = co_await link_.receive(until);
    if (received.error == asio::error::timed_out) co_return std::nullopt;
    if (received.error == asio::error::eof && firmware_ == CameraFirmware::newest)
        co_return Ending{EndKind::restarted, "crashes: the server closed without a close frame"};
    if (received.error) co_return ended_by(received.error);
    co_return co_await on_frame(std::move(received.frame));
}

asio::awaitable<std::optional<Ending>> CameraBoard::on_frame(ServerFrame frame) {
    error_code error;
    switch (frame.opcode) {
    case Opcode::ping: // the library answers, and the firmware adds an empty pong of its own
        error = co_await send_frame(Opcode::pong, std::move(frame.payload));
        if (!error) error = co_await send_frame(Opcode::pong, std::string());
        break;
    case Opcode::close:
        co_return co_await on_close(std::move(frame.payload));
    case Opcode::text:
    case Opcode::continuation:
        fragments_ += frame.payload;
        if (fragments_.size() > ServerFrameParser::kMaxPayload)
            co_return Ending{EndKind::restarted, "reboots: out of memory"};
        if (frame.final) co_return co_await on_text(std::exchange(fragments_, {}));
        break;
    default:
        break;
    }
    if (error) co_return ended_by(error);
    co_return std::nullopt;
}

/// The library answers and closes TCP in one call. When the FIN has come together with the close frame it sees only
/// the dead socket, and the newest firmware then calls itself until its stack is full.
asio::awaitable<Ending> CameraBoard::on_close(std::string payload) {
    auto const code = close_code(payload);
    std::string reason = "the server closed with " + std::to_string(code);
    if (firmware_ == CameraFirmware::newest && link_.at_end())
        co_return Ending{EndKind::restarted, "crashes: " + reason + " and FIN together"};
    bool const known = code >= 1000 && code <= 1011 && payload.size() >= 2;
    co_await send_frame(Opcode::close, close_payload(known ? code : std::uint16_t{0}));
    co_return Ending{EndKind::ended, std::move(reason)};
}

asio::awaitable<std::optional<Ending>> CameraBoard::on_text(std::string text) {
    if (!obeys()) co_return std::nullopt;
    auto const before = frame_time();
    auto steps = logic_.on_text(text, uptime_ms());
    if (frame_time() != before) frames_ = Pacer(now(), frame_time());
    for (CameraStep& step : steps) {
        error_code error;
        if (auto* message = std::get_if<std::string>(&step))
            error = co_await send_frame(Opcode::text, std::move(*message));
        else if (auto const* photo = std::get_if<TakePhoto>(&step))
            error = co_await send_photo(photo->with);
        else
            co_return Ending{EndKind::restarted, "reboots"};
        if (error) co_return ended_by(error);
    }
    co_return std::nullopt;
}

SteadyTime::duration CameraBoard::pause_after(Ending const& ending) {
    switch (ending.kind) {
    case EndKind::restarted:
        attempts_ = 0;
        started_ = now();
        return 3s;
    case EndKind::torn:
    case EndKind::fell_silent:
        return dice_.time_away();
    case EndKind::refused:
        break;
    default:
        return 1s;
    }
    if (firmware_ == CameraFirmware::newest && failures_ % 6 == 0) return 30s;
    return obeys() ? 2s : 5s;
}

} // namespace watchpost::sim
