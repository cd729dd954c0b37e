#pragma once

#include <watchpost/auth/board_tokens.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>
#include <watchpost/settings/settings.hpp>

#include <memory>
#include <optional>
#include <variant>

namespace watchpost::sessions {

/// Who may come in, decided in the handshake and never after it (SECURITY rules 1, 4 and 8). Loop thread only.
class Admission {
public:
    Admission(hub::Hub& hub, settings::Settings const& settings);

    /// New settings count for everyone who comes from now on; nobody who is in is thrown out.
    void update(settings::Settings const& settings);

    /// The identity of a board on its own endpoint, or the refusal.
    std::variant<DeviceKey, net::Response> board(DeviceKind kind, net::Request const& request);

    /// The identity of a camera that says who it is on `/ws`, which is the browsers' path: it has a camera's token.
    /// Nothing for everybody else.
    std::optional<std::variant<DeviceKey, net::Response>> camera_by_token(net::Request const& request);

    /// Nothing when a person at `request` may look; else the refusal.
    std::optional<net::Response> viewer(net::Request const& request) const;

    /// Nothing when `request` may leave a picture here: a person who may look, or a camera with its token.
    std::optional<net::Response> uploader(net::Request const& request) const;

    /// The camera that says by its token, or from this machine by X-Device-ID, that `request` is its own.
    std::optional<DeviceId> camera_of(net::Request const& request) const;

private:
    bool is_local(net::Request const& request) const;
    std::variant<DeviceKey, net::Response> place_for(DeviceKey key);

    hub::Hub& hub_;
    bool behind_proxy_ = false;
    std::unique_ptr<auth::BoardTokens> tokens_;
};

} // namespace watchpost::sessions
