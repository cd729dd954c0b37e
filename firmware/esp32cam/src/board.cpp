#include "board.hpp"

#include <array>

namespace cam {
namespace {

constexpr std::size_t kReadSize = 1'024;
constexpr int kReads = 4;   // in one step
constexpr int kWrites = 16; // in one step

} // namespace

Board::Board(Config config, Hardware& hardware, Ms now)
    : config_(std::move(config))
    , hardware_(hardware)
    , backoff_([&hardware] { return hardware.random(); })
    , lamp_(config_.flash_cap)
    , sending_(kSendStall, kRestartWithoutServer, now)
    , camera_(kCameraStall, kRestartWithoutCamera, now) {
    join(now);
}

bool Board::step(Ms now) {
    bool const needs_wifi = phase_ != Phase::joining && phase_ != Phase::waiting;
    if (needs_wifi && !hardware_.wifi_is_up()) lose("the WiFi is gone", now);
    if (phase_ == Phase::joining) {
        if (hardware_.wifi_is_up()) {
            condition_ = Condition::no_server;
            dial(now);
        } else if (now >= due_) {
            hardware_.leave_wifi();
            lose("no WiFi", now);
            condition_ = Condition::no_wifi;
        }
    } else if (phase_ == Phase::waiting) {
        if (now >= due_) hardware_.wifi_is_up() ? dial(now) : join(now);
    } else if (!step_link(now)) {
        lose(reason(), now);
    }
    lamp_.tick(now);
    hardware_.shine(lamp_.percent());
    hardware_.status_light(is_lit(condition_, now));
    auto const advice = sending_.tick(now);
    if (advice == StallWatch::Advice::mend && phase_ == Phase::open) lose("nothing could be sent", now);
    return watch_camera(now) && !restart_ && advice != StallWatch::Advice::restart;
}

void Board::join(Ms now) {
    condition_ = Condition::no_wifi;
    hardware_.join_wifi();
    phase_ = Phase::joining;
    due_ = now + kJoinLimit;
}

void Board::dial(Ms now) {
    // A new request for each attempt: each header is in it once, whatever came before.
    WebSocket::Headers headers{{"Authorization", "Bearer " + config_.token},
                               {"User-Agent", "watchpost-esp32cam"},
                               {"X-Device-Type", "ESP32CAM"},
                               {"X-Device-Version", config_.version}};
    if (!config_.device_id.empty()) headers.emplace_back("X-Device-ID", config_.device_id);
    socket_ = std::make_unique<WebSocket>(config_.host, config_.port, "/ws/esp32cam", headers,
                                          [this] { return hardware_.random(); });
    wire_ = hardware_.dial(config_.host, config_.port);
    phase_ = Phase::opening;
    due_ = now + kOpenLimit;
    heard_ = now;
    if (!wire_) lose("no connection to the server", now);
}

/// False when the link is over.
bool Board::step_link(Ms now) {
    bool const readable = read(now);
    if (phase_ == Phase::open) talk_->tick(now);
    if (phase_ == Phase::open && talk_->wants_reboot()) close(1001, now);
    bool const writable = write(now);
    if (socket_->state() == WebSocket::State::failed) return false;
    // The server's close frame has its answer as soon as that is written; ours has until its limit.
    bool const closed = socket_->state() == WebSocket::State::closed && socket_->unsent().size == 0;
    if (!readable || !writable || closed || (phase_ != Phase::open && now >= due_)) {
        restart_ = restart_ || (talk_ && talk_->wants_reboot());
        return false;
    }
    return phase_ != Phase::open || now - heard_ < kSilence;
}

bool Board::read(Ms now) {
    std::array<std::uint8_t, kReadSize> buffer;
    for (int i = 0; i < kReads; ++i) {
        int const count = wire_->read(buffer.data(), buffer.size());
        if (count <= 0) return count == 0;
        heard_ = now;
        auto const texts = socket_->feed({buffer.data(), static_cast<std::size_t>(count)});
        if (phase_ == Phase::opening && socket_->state() != WebSocket::State::opening &&
            socket_->state() != WebSocket::State::failed)
            opened(now);
        if (phase_ != Phase::open) continue;
        for (auto const& text : texts)
            talk_->on_text(text, now);
    }
    return true;
}

bool Board::write(Ms now) {
    for (int i = 0; i < kWrites; ++i) {
        auto const data = socket_->unsent();
        if (data.size == 0) return true;
        int const count = wire_->write(data);
        if (count <= 0) return count == 0;
        socket_->written(static_cast<std::size_t>(count));
        if (phase_ == Phase::open) sending_.progress(now);
    }
    return true;
}

void Board::opened(Ms now) {
    hardware_.print("linked");
    phase_ = Phase::open;
    condition_ = Condition::linked;
    opened_at_ = now;
    sending_.begin(now);
    camera_.progress(now);
    talk_ =
        std::make_unique<Conversation>(*socket_, hardware_, lamp_, config_.frame_every, config_.stream_quality, now);
}

void Board::close(int code, Ms now) {
    socket_->close(code);
    phase_ = Phase::closing;
    due_ = now + kCloseLimit;
}

/// Whatever the reason, and whatever the phase: the link is over and the next attempt is set.
void Board::lose(std::string const& why, Ms now) {
    bool const was_refused = socket_ && (socket_->refused_with() == 401 || socket_->refused_with() == 403);
    if (was_refused) condition_ = Condition::refused;
    if (condition_ == Condition::linked || condition_ == Condition::no_camera) condition_ = Condition::no_server;
    if (talk_) {
        talk_->end(now);
        backoff_.session_lasted(now - opened_at_);
    }
    talk_.reset();
    wire_.reset();
    socket_.reset();
    auto const wait = backoff_.next_wait();
    hardware_.print(why + "; next attempt in " + std::to_string(wait) + " ms");
    phase_ = Phase::waiting;
    due_ = now + wait;
}

std::string Board::reason() const {
    if (auto const status = socket_->refused_with()) return "the server answered " + std::to_string(*status);
    if (socket_->state() == WebSocket::State::failed) return socket_->failure();
    if (socket_->state() == WebSocket::State::closed) return "closed with " + std::to_string(socket_->close_code());
    if (phase_ == Phase::opening) return "no answer from the server";
    return phase_ == Phase::closing ? "closed" : "the link was lost";
}

/// False when the board is to be restarted.
bool Board::watch_camera(Ms now) {
    if (phase_ != Phase::open) {
        camera_.progress(now);
        return true;
    }
    if (talk_->last_picture() != last_picture_) {
        last_picture_ = talk_->last_picture();
        camera_.progress(last_picture_);
        condition_ = Condition::linked;
    }
    auto const advice = camera_.tick(now);
    if (advice == StallWatch::Advice::mend) {
        hardware_.print("the camera gives no pictures; setting it up again");
        condition_ = Condition::no_camera;
        hardware_.mend_camera();
    }
    return advice != StallWatch::Advice::restart;
}

} // namespace cam
