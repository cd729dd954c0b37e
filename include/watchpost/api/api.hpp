#pragma once

#include <watchpost/archive/gallery.hpp>
#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/hub/command_stats.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link_set.hpp>
#include <watchpost/net/router.hpp>
#include <watchpost/net/server_stats.hpp>

#include <filesystem>
#include <functional>
#include <optional>

/// What the HTTP interface of docs/reference.md means.
namespace watchpost::api {

/// Whether the daemon is fit for work, as `/livez`, `/readyz` and `/health` tell.
struct Readiness {
    bool listening = false;
    bool stopping = false;
    /// When everyone with deadlines was called last, by the machine's clock.
    std::chrono::steady_clock::time_point beat{};
};

/// What the answers are made of. All of it outlives the router's use.
struct Sources {
    hub::Hub& hub;
    hub::CommandStats const& command_stats;
    archive::Gallery& gallery;
    net::LinkSet const& links;
    net::ServerStats const& server_stats;
    Readiness const& readiness;
    Workers& workers; ///< for the disk
    Workers& hashers; ///< for passwords, so that a disk that hangs keeps nobody from logging in
    std::filesystem::path data_dir;
    /// The camera that a request comes from, when it says so and may.
    std::function<std::optional<DeviceId>(net::Request const&)> camera_of;
    auth::Doorkeeper& keeper;
    /// Somebody at `client` was refused for `reason`, one of a small fixed set of words.
    std::function<void(IpAddress const& client, std::string_view request, std::string_view reason)> refused;
    /// The page on which people log in, under this status.
    std::function<net::Answer(int status)> login_page;
    /// When the certificate in force ends; nothing without TLS.
    std::function<std::optional<WallTime>()> certificate_expiry;
};

/// Adds every route but the WebSocket endpoints and the static files. `page` answers "/" for browsers.
void add_routes(net::Router& router, Sources sources, std::function<net::Answer(net::Request const&)> page);

} // namespace watchpost::api
