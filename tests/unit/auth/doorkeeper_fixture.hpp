#pragma once

#include "support/manual_clock.hpp"

#include <watchpost/auth/doorkeeper.hpp>

#include <gtest/gtest.h>

#include <set>

namespace watchpost::auth {

using Headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr auto kHashOfAnna = "$argon2id$of-anna";

/// A keeper that knows the operator anna, the viewer bert, the program tv and the camera porch.
class DoorkeeperTest : public testing::Test {
protected:
    DoorkeeperTest() {
        settings_.boards = {{"porch", DeviceKind::esp32cam, "porch-token"}};
        settings_.host_names = {"cam.example"};
        settings_.trusted_proxies = {*IpRange::parse("10.0.0.1")};
        keeper_.update(settings_, {});
        secrets_.people = {{"anna", Role::operator_, kHashOfAnna}, {"bert", Role::viewer, "$argon2id$of-bert"}};
        secrets_.tokens = {{TokenKind::viewer, "tv", secrets_.key.hash("tv-token"), ""}};
        keeper_.update(secrets_);
    }

    /// A request to cam.example:3000 from `peer`.
    Visit visit(Headers headers, std::string const& peer = "203.0.113.7",
                std::optional<std::string_view> ticket = std::nullopt) {
        bool named = false;
        for (auto const& header : headers)
            named = named || header.first == "host";
        if (!named) headers.emplace_back("host", peer.starts_with("127.") ? "localhost:3000" : "cam.example:3000");
        Knock knock;
        knock.peer = *IpAddress::parse(peer);
        knock.local = *IpAddress::parse("192.0.2.5");
        knock.local_port = 3000;
        knock.headers = headers;
        knock.ticket = ticket;
        return keeper_.visit(knock);
    }
    static std::pair<std::string, std::string> bearer(std::string const& token) {
        return {"authorization", "Bearer " + token};
    }
    static std::pair<std::string, std::string> cookie(std::string const& token) {
        return {"cookie", "watchpost_session=" + token};
    }
    std::optional<Doorkeeper::Login> begin_login(std::string const& from, std::string const& name = "anna") {
        auto const at_machine = visit({}, from).at_machine;
        return keeper_.begin_login(name, *IpAddress::parse(from), at_machine);
    }
    /// The token for the cookie; empty when there is none.
    std::string log_in(std::string const& name = "anna", bool right = true) {
        auto const login = begin_login("203.0.113.7", name);
        if (!login) return "";
        auto begun = keeper_.end_login(*login, right, false);
        return begun ? begun->token : "";
    }

    test::ManualClock clock_;
    settings::Settings settings_;
    Secrets secrets_;
    std::set<IpAddress> homes_;
    Doorkeeper keeper_{clock_, [this](IpAddress const& address) { return homes_.contains(address); }};
};

} // namespace watchpost::auth
