#include "pico_session.hpp"

#include <watchpost/protocol/pico.hpp>

namespace watchpost::sessions {
namespace {

/// A protocol ping does not return from the board's recv, and without any message for 30 s it leaves (DEVICES rule 6).
constexpr auto kPingEvery = std::chrono::seconds(10);

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
    hub_.board.told(key_, message->telemetry);
    if (std::holds_alternative<pico::Ping>(message->what)) {
        link_.send(pico::pong(hub_.clock.wall()));
    } else if (auto* const log = std::get_if<pico::Log>(&message->what)) {
        tell(Event::Log{log->severity, std::move(log->message)});
    } else if (auto const* const data = std::get_if<pico::SensorData>(&message->what)) {
        link_.send(pico::sensor_ack(*data, hub_.clock.wall()));
        tell(Event::SensorData{data->sensor_type, data->sequence});
    } else if (auto const* const ack = std::get_if<pico::Ack>(&message->what)) {
        if (ack->status == "error") hub_.board.complained(key_, ack->command_type + " failed: " + ack->detail);
    } else if (std::holds_alternative<pico::Unknown>(message->what)) {
        count_unknown();
    }
}

void PicoSession::on_data(Bytes) {
    count_invalid();
}

void PicoSession::on_time(SteadyTime now) {
    if (now < next_ping_) return;
    next_ping_ = now + kPingEvery;
    link_.send(pico::ping(hub_.clock.wall()));
}

} // namespace watchpost::sessions
