#include "esp32cam_session.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/protocol/esp32cam.hpp>

#include <spdlog/spdlog.h>

namespace watchpost::sessions {
namespace {

constexpr int kMaxOutOfStep = 3; // DEVICES rule 13

} // namespace

namespace esp32cam = protocol::esp32cam;

Esp32camSession::Esp32camSession(net::Link& link, hub::Hub& hub, DeviceId id, PeerInfo peer)
    : BoardSession(link, hub, "/ws/esp32cam", {DeviceKind::esp32cam, std::move(id)}, std::move(peer)) {}

std::string Esp32camSession::connection_ack() {
    return esp32cam::connection_ack();
}

void Esp32camSession::on_message(std::string_view text) {
    announced_.reset();
    auto message = esp32cam::read(text);
    if (!message) return count_invalid(); // never answered (quirk Q27)
    hub_.board.told(key_, message->telemetry);
    if (auto const* const frame = std::get_if<esp32cam::FrameAnnounced>(&message->what)) {
        announced_ = Announced{false, frame->size};
    } else if (auto const* const photo = std::get_if<esp32cam::PhotoAnnounced>(&message->what)) {
        announced_ = Announced{true, photo->size};
    } else if (auto* const log = std::get_if<esp32cam::Log>(&message->what)) {
        tell(Event::Log{log->severity, std::move(log->message)});
    } else if (auto const* const trouble = std::get_if<esp32cam::Trouble>(&message->what)) {
        hub_.board.complained(key_, trouble->type + ": " + trouble->message);
        tell(Event::DeviceError{trouble->type + ": " + trouble->message});
        // A photo that failed is the one that was asked for; there is no other way to learn of it.
        if (trouble->type == "photo_error") hub_.commands.on_answer(key_, {false, true, trouble->message, {}, {}});
    } else if (auto* const answer = std::get_if<esp32cam::Answered>(&message->what)) {
        hub_.commands.on_answer(key_, {false, answer->refused, std::move(answer->detail), {}, {}});
    } else if (std::holds_alternative<esp32cam::Other>(message->what)) {
        count_unknown();
    }
}

void Esp32camSession::send_command(CommandBody const& body) {
    if (auto const* const action = std::get_if<DeviceAction>(&body)) link_.send(esp32cam::action(*action));
}

void Esp32camSession::on_data(Bytes bytes) {
    auto const announced = std::exchange(announced_, std::nullopt);
    if (bytes.empty()) return;
    auto const size = bytes.size();
    auto const check = media::walk_jpeg(bytes);
    bool const size_differs = announced && announced->size && static_cast<std::size_t>(*announced->size) != size;
    if (check.verdict != media::JpegVerdict::ok) {
        refuse(size, media::to_string(check.verdict));
    } else if (announced && announced->is_photo) {
        tell(Event::Log{Severity::info, "sent a photo of " + std::to_string(size) + " bytes"});
    } else {
        publish(std::move(bytes), check);
    }
    note_step(!size_differs && !media::out_of_step(check.verdict), size);
}

void Esp32camSession::publish(Bytes jpeg, media::JpegCheck const& check) {
    Frame frame;
    frame.jpeg = std::move(jpeg);
    frame.camera = key_.id;
    frame.width = check.width;
    frame.height = check.height;
    frame.arrived = hub_.clock.now();
    frame.arrived_wall = hub_.clock.wall();
    hub_.registry.publish(std::make_shared<Frame const>(std::move(frame)));
}

void Esp32camSession::refuse(std::size_t size, std::string_view why) {
    hub_.board.sent_refused_frame(key_);
    report("a picture of " + std::to_string(size) + " bytes was refused: " + std::string(why));
}

void Esp32camSession::note_step(bool in_step, std::size_t size) {
    out_of_step_ = in_step ? 0 : out_of_step_ + 1;
    if (out_of_step_ < kMaxOutOfStep) return;
    spdlog::warn(
        "/ws/esp32cam {}: messages are out of step ({} bytes came last): the board's library cut a frame; over "
        "wss with arduino-esp32 2.x that happens to every frame above 16 KiB",
        key_.id, size);
    link_.close(net::close_code::kProtocolError, "data out of step");
}

/// Told to people at most once in ten seconds; the counters have them all.
void Esp32camSession::report(std::string message) {
    if (!reports_.take(hub_.clock.now())) return;
    spdlog::info("/ws/esp32cam {}: {}", key_.id, printable(message));
    hub_.board.complained(key_, message);
    tell(Event::DeviceError{std::move(message)});
}

} // namespace watchpost::sessions
