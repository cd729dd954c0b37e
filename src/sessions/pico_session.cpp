#include "pico_session.hpp"

namespace watchpost::sessions {
namespace {

/// A protocol ping does not return from the board's recv, and without any message for 30 s it leaves (DEVICES rule 6).
constexpr auto kPingEvery = std::chrono::seconds(10);
constexpr auto kMoveLimit = std::chrono::seconds(60); // SECURITY rule 22

} // namespace

namespace pico = protocol::pico;

PicoSession::PicoSession(net::Link& link, hub::Hub& hub, DeviceId id, PeerInfo peer)
    : BoardSession(link, hub, "/ws/pico", {DeviceKind::pico, std::move(id)}, std::move(peer))
    , next_ping_(hub.clock.now() + kPingEvery) {}

std::string PicoSession::connection_ack() {
    return pico::connection_ack(hub_.clock.wall());
}

void PicoSession::on_message(std::string_view text) {
    auto message = pico::read(text);
    if (!message) {
        count_invalid();
        // The board answers each error with an ack, so errors must be few (quirk Q27).
        if (complaints_.take(hub_.clock.now())) link_.send(pico::invalid_json(hub_.clock.wall()));
        return;
    }
    told(message->telemetry);
    if (std::holds_alternative<pico::Ping>(message->what)) {
        link_.send(pico::pong(hub_.clock.wall()));
    } else if (auto* const log = std::get_if<pico::Log>(&message->what)) {
        tell(Event::Log{log->severity, std::move(log->message)});
    } else if (auto const* const data = std::get_if<pico::SensorData>(&message->what)) {
        link_.send(pico::sensor_ack(*data, hub_.clock.wall()));
        tell(Event::SensorData{data->sensor_type, data->sequence});
    } else if (auto const* const ack = std::get_if<pico::Ack>(&message->what)) {
        on_ack(*ack);
    } else if (std::holds_alternative<pico::Connect>(message->what)) {
        hub_.commands.knows_angles(key_, message->telemetry.servo1_angle, message->telemetry.servo2_angle);
    } else if (std::holds_alternative<pico::Unknown>(message->what)) {
        count_unknown();
    }
}

void PicoSession::on_ack(pico::Ack const& ack) {
    bool const failed = ack.status == "error";
    if (failed) complain(ack.command_type + " failed: " + ack.detail);
    if (ack.pan || ack.tilt) {
        Telemetry angles;
        angles.servo1_angle = ack.pan;
        angles.servo2_angle = ack.tilt;
        hub_.board.told(key_, angles);
    }
    bool const is_servo = ack.command_type.starts_with("servo");
    if (is_servo || ack.command_type == "action")
        hub_.commands.on_answer(key_, {is_servo, failed, ack.detail, ack.pan, ack.tilt});
}

/// The board answers no ping while its servos move (PROTOCOL section 3.3).
void PicoSession::send_command(CommandBody const& body) {
    link_.excuse_silence_until(hub_.clock.now() + kMoveLimit);
    link_.send(pico::command(body, hub_.clock.wall()));
}

void PicoSession::on_data(MessageBytes) {
    count_invalid();
}

void PicoSession::on_time(SteadyTime now) {
    if (now < next_ping_) return;
    next_ping_ = now + kPingEvery;
    link_.send(pico::ping(hub_.clock.wall()));
}

} // namespace watchpost::sessions
