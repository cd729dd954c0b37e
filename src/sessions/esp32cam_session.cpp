#include "esp32cam_session.hpp"

#include "cut_picture.hpp"
#include "picture_in_text.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/protocol/esp32cam.hpp>

#include <spdlog/spdlog.h>

namespace watchpost::sessions {
namespace {

constexpr int kMaxOutOfStep = 3; // DEVICES rule 13

/// Who reloads a page, or comes back to a hidden tab, finds the camera at its full rate.
constexpr auto kSlowAfter = std::chrono::seconds(5);
/// Enough for `frame.jpeg`, and to show that the camera is well.
constexpr int kUnwatchedFps = 1;

} // namespace

namespace esp32cam = protocol::esp32cam;

Esp32camSession::Esp32camSession(net::Link& link, hub::Hub& hub, DeviceId id, PeerInfo peer)
    : BoardSession(link, hub, "/ws/esp32cam", {DeviceKind::esp32cam, std::move(id)}, std::move(peer)) {}

std::string Esp32camSession::connection_ack() {
    return esp32cam::connection_ack();
}

void Esp32camSession::on_message(std::string_view text) {
    announced_.reset();
    reader_.on_message(hub_.clock.now());
    if (holds_picture(text)) {
        count_picture_in_text(text.size());
        return report("a picture came as base64 in a text; only binary messages are taken for pictures");
    }
    auto message = esp32cam::read(text);
    if (!message) return count_invalid(); // never answered (quirk Q27)
    told(message->telemetry);
    if (auto const* const hello = std::get_if<esp32cam::Hello>(&message->what)) {
        takes_rate_ = hello->takes_stream_rate;
    } else if (auto const* const frame = std::get_if<esp32cam::FrameAnnounced>(&message->what)) {
        announced_ = Announced{hub_.clock.now(), frame->size, std::nullopt};
    } else if (auto const* const photo = std::get_if<esp32cam::PhotoAnnounced>(&message->what)) {
        announced_ = Announced{hub_.clock.now(), photo->size, photo->terms};
    } else if (auto* const log = std::get_if<esp32cam::Log>(&message->what)) {
        tell(Event::Log{log->severity, std::move(log->message)});
    } else if (auto const* const trouble = std::get_if<esp32cam::Trouble>(&message->what)) {
        complain(trouble->type + ": " + trouble->message);
        tell(Event::DeviceError{trouble->type + ": " + trouble->message});
        // A photo that failed is the one that was asked for; there is no other way to learn of it.
        if (trouble->type == "photo_error")
            hub_.commands.on_answer(key_, {false, true, trouble->message, {}, {}, "capture_photo"});
    } else if (auto* const answer = std::get_if<esp32cam::Answered>(&message->what)) {
        on_answered(std::move(*answer));
    } else if (auto const* const setting = std::get_if<esp32cam::SettingTold>(&message->what)) {
        on_setting(*setting);
    } else if (std::holds_alternative<esp32cam::Other>(message->what)) {
        count_unknown();
    }
}

/// Nobody needs the pictures of a camera that nobody watches; whoever comes has the newest at once, and the full rate
/// with the next tick.
void Esp32camSession::on_time(SteadyTime now) {
    if (is_current() && reader_.needs_message(now)) link_.send(esp32cam::ping());
    if (!takes_rate_ || !is_current()) return;
    if (hub_.registry.is_watched(key_.id)) {
        unwatched_since_.reset();
        if (std::exchange(is_slow_, false)) link_.send(esp32cam::stream_rate(std::nullopt));
        return;
    }
    if (!unwatched_since_) unwatched_since_ = now;
    if (is_slow_ || now - *unwatched_since_ < kSlowAfter) return;
    is_slow_ = true;
    link_.send(esp32cam::stream_rate(kUnwatchedFps));
}

void Esp32camSession::send_command(CommandBody const& body) {
    auto const* const action = std::get_if<DeviceAction>(&body);
    if (action == nullptr) return;
    settings_asked_.clear();
    settings_told_.clear();
    action_asked_ = action->action;
    for (auto const& setting : action->settings)
        settings_asked_.insert(setting.name);
    link_.send(esp32cam::action(*action));
}

/// A lamp that stays dark, or lit, was not switched: a board may spare its own (firmware/README.md).
void Esp32camSession::on_answered(esp32cam::Answered answer) {
    bool const stays_dark = action_asked_ == "flash_on" && answer.detail == "off";
    bool const stays_lit = action_asked_ == "flash_off" && answer.detail == "on";
    if (answer.about == "flash" && (stays_dark || stays_lit)) {
        answer.refused = true;
        answer.detail = "the board says that its flash is " + answer.detail;
    }
    hub_.commands.on_answer(key_, {false, answer.refused, std::move(answer.detail), {}, {}, std::move(answer.about)});
}

/// The board answers each setting by itself; the command is done when it has answered all.
void Esp32camSession::on_setting(esp32cam::SettingTold const& setting) {
    if (settings_asked_.erase(setting.name) == 0) return;
    settings_told_ += (settings_told_.empty() ? "" : ", ") + setting.name + " " + setting.value;
    if (settings_asked_.empty())
        hub_.commands.on_answer(key_, {false, false, std::exchange(settings_told_, {}), {}, {}, "camera_settings"});
}

void Esp32camSession::on_data(MessageBytes bytes) {
    auto const announced = std::exchange(announced_, std::nullopt);
    reader_.on_message(hub_.clock.now());
    if (bytes.empty()) return;
    auto const size = bytes.size();
    auto const check = media::walk_jpeg({bytes.data(), bytes.size()});
    bool const is_piece = pieces_.take({bytes.data(), size}, check.verdict);
    auto const told =
        announced && announced->size ? std::optional(static_cast<std::size_t>(*announced->size)) : std::nullopt;
    bool const size_differs = told && *told != size && *told != check.size;
    trim(bytes, check);
    if (is_piece) {
        hub_.board.sent_refused_frame(key_);
        hub_.links.note(key_, LinkEntry::Kind::piece, {}, static_cast<std::int64_t>(size));
        report("a picture comes in pieces, as several binary messages; each message is one whole picture");
    } else if (check.verdict != media::JpegVerdict::ok) {
        refuse(bytes, media::to_string(check.verdict));
        if (announced && announced->photo)
            hub_.commands.on_answer(key_,
                                    {false, true, "the photo that came is no sane JPEG", {}, {}, "capture_photo"});
    } else if (announced && announced->photo) {
        keep(bytes, check, *announced->photo);
    } else {
        auto const took = announced ? std::optional(hub_.clock.now() - announced->at) : std::nullopt;
        hub_.links.picture(key_, bytes.size(), took);
        publish(std::move(bytes), check);
    }
    note_step(is_piece || (!size_differs && !media::out_of_step(check.verdict)), size);
}

/// The picture itself stays, byte for byte and where it lies.
void Esp32camSession::trim(MessageBytes& bytes, media::JpegCheck const& check) {
    if (check.verdict != media::JpegVerdict::ok) return;
    if (!check.has_huffman_tables) hub_.links.note(key_, LinkEntry::Kind::no_tables);
    if (check.size == bytes.size()) return;
    ++hub_.traffic.trimmed_pictures["/ws/esp32cam"];
    hub_.links.note(key_, LinkEntry::Kind::trimmed, media::extra_bytes_of(check, bytes.size()),
                    static_cast<std::int64_t>(bytes.size() - check.size));
    bytes.narrow(check.begin, check.size);
}

void Esp32camSession::publish(MessageBytes jpeg, media::JpegCheck const& check) {
    Frame frame;
    frame.jpeg = std::move(jpeg);
    frame.camera = key_.id;
    frame.width = check.width;
    frame.height = check.height;
    frame.arrived = hub_.clock.now();
    frame.arrived_wall = hub_.clock.wall();
    hub_.registry.publish(std::make_shared<Frame const>(std::move(frame)));
}

/// Whoever keeps photos answers the command when it has done so.
void Esp32camSession::keep(MessageBytes const& jpeg, media::JpegCheck const& check, PhotoTerms terms) {
    Photo photo{{jpeg.begin(), jpeg.end()}, key_.id, check.width, check.height, terms, hub_.clock.wall()};
    auto const shared = std::make_shared<Photo const>(std::move(photo));
    hub_.photo_takers.for_each([&shared](hub::PhotoSubscriber& taker) { taker.on_photo(shared); });
}

void Esp32camSession::refuse(MessageBytes const& bytes, std::string_view why) {
    auto const size = bytes.size();
    hub_.board.sent_refused_frame(key_);
    auto const next =
        looks_.take(hub_.clock.now()) ? next_message_in({bytes.data(), size}) : std::optional<std::size_t>();
    if (next)
        hub_.links.note(key_, LinkEntry::Kind::cut, why, static_cast<std::int64_t>(*next));
    else
        hub_.links.note(key_, LinkEntry::Kind::refused, why, static_cast<std::int64_t>(size));
    report("a picture of " + std::to_string(size) + " bytes was refused: " + std::string(why));
}

void Esp32camSession::note_step(bool in_step, std::size_t size) {
    out_of_step_ = in_step ? 0 : out_of_step_ + 1;
    if (out_of_step_ < kMaxOutOfStep) return;
    hub_.links.note(key_, LinkEntry::Kind::out_of_step);
    spdlog::warn("/ws/esp32cam {}: messages are out of step ({} bytes came last): the board's library cut a frame{}",
                 key_.id, size,
                 is_secure_ ? "; over wss with arduino-esp32 2.x that happens to every frame above 16 KiB" : "");
    link_.close(net::close_code::kProtocolError, "data out of step");
}

/// Told to people at most once in ten seconds; the counters have them all.
void Esp32camSession::report(std::string message) {
    if (!reports_.take(hub_.clock.now()) || !complain(message)) return;
    spdlog::info("/ws/esp32cam {}: {}", key_.id, printable(message));
    tell(Event::DeviceError{std::move(message)});
}

} // namespace watchpost::sessions
