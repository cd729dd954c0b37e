#pragma once

#include "board_session.hpp"

#include <watchpost/protocol/pico.hpp>

namespace watchpost::sessions {

/// A Raspberry Pi Pico W on `/ws/pico`.
class PicoSession final : public BoardSession {
public:
    PicoSession(net::Link& link, hub::Hub& hub, DeviceId id, PeerInfo peer);

private:
    std::string connection_ack() override;
    void on_message(std::string_view text) override;
    void on_data(MessageBytes bytes) override;
    void on_time(SteadyTime now) override;
    void send_command(CommandBody const& body) override;

    void on_ack(protocol::pico::Ack const& ack);

    SteadyTime next_ping_;
    TokenBucket complaints_{std::chrono::seconds(10), 1};
};

} // namespace watchpost::sessions
