#pragma once

#include "property.hpp"
#include "support/manual_clock.hpp"

#include <watchpost/api/api.hpp>
#include <watchpost/archive/gallery.hpp>
#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/hub/command_stats.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/sessions/endpoints.hpp>

#include <functional>
#include <string>
#include <vector>

namespace watchpost::fuzz {

inline constexpr std::string_view kCameraToken = "camera-token-of-the-fuzzer";
inline constexpr std::string_view kPicoToken = "pico-token-of-the-fuzzer";
inline constexpr std::string_view kViewerToken = "viewer-token-of-the-fuzzer";
inline constexpr std::string_view kOperatorToken = "operator-token-of-the-fuzzer";
inline constexpr unsigned short kPort = 3000;

inline settings::Settings settings_of(bool behind_proxy) {
    settings::Settings settings;
    settings.behind_proxy = behind_proxy;
    settings.boards = {{"garden", DeviceKind::esp32cam, std::string(kCameraToken)},
                       {"mast", DeviceKind::pico, std::string(kPicoToken)}};
    return settings;
}

inline auth::Secrets kept_secrets() {
    auth::Secrets secrets;
    secrets.tokens = {{auth::TokenKind::viewer, "eye", secrets.key.hash(kViewerToken), ""},
                      {auth::TokenKind::operator_, "hand", secrets.key.hash(kOperatorToken), ""}};
    return secrets;
}

/// A disk that never answers.
class NoWorkers final : public Workers {
public:
    void run(std::function<void()>, std::function<void()>) override {}
};

class NoBoard final : public hub::DeviceLink {
    void on_replaced() override {}
};

/// A request on its way, and what became of it.
struct Visit {
    struct Decision {
        std::string path;
        net::Access access;
        bool admitted;
    };
    std::vector<Decision> decisions;
    net::Route const* reached = nullptr;
    std::string reached_as; ///< the path that the route saw
};

/// The daemon without its sockets.
class House {
public:
    explicit House(bool behind_proxy)
        : keeper_(clock_, [](IpAddress const&) { return false; })
        , admission_(hub_, keeper_)
        , gallery_(hub_, workers_, "/proc/watchpost-has-no-folder-here", 1 << 20)
        , command_stats_(hub_.commands) {
        readiness_.listening = true;
        keeper_.update(settings_of(behind_proxy), {});
        keeper_.update(kept_secrets());
        auto const decide = [this](net::Request& request, net::Access access) {
            return admission_.gate(request, access);
        };
        real_.set_gate(decide);
        sessions::add_endpoints(real_, hub_, admission_, 1 << 20);
        api::add_routes(real_,
                        {hub_,
                         command_stats_,
                         gallery_,
                         links_,
                         server_stats_,
                         readiness_,
                         workers_,
                         workers_,
                         "/proc",
                         [this](net::Request const& request) { return admission_.camera_of(request); },
                         keeper_,
                         [](IpAddress const&, std::string_view, std::string_view) {},
                         [](int status) {
                             net::Response page;
                             page.status = status;
                             return page;
                         },
                         {}},
                        [](net::Request const&) { return net::Response{}; });
        watch(decide);
        camera_ = hub_.registry.attach({DeviceKind::esp32cam, "garden"}, board_, {"192.0.2.1", "a camera"});
        pico_ = hub_.registry.attach({DeviceKind::pico, "mast"}, board_, {"192.0.2.2", "a Pico"});
    }

    net::Router const& router() const { return watched_; }
    Visit const& visit() const { return visit_; }

private:
    /// The same table, but each decision and each arrival is written down.
    void watch(net::Router::Gate decide) {
        watched_.set_gate([this, ask = std::move(decide)](net::Request& request, net::Access access) {
            auto refusal = ask(request, access);
            visit_.decisions.push_back({request.path, access, !refusal});
            return refusal;
        });
        for (auto const& route : real_.routes()) {
            auto copy = route;
            copy.handle = [this, &route](net::Request const& request) {
                require(visit_.reached == nullptr, "a request reaches one route");
                visit_.reached = &route;
                visit_.reached_as = request.path;
                return route.handle(request);
            };
            watched_.add(std::move(copy));
        }
    }

    test::ManualClock clock_;
    hub::Hub hub_{clock_};
    auth::Doorkeeper keeper_;
    sessions::Admission admission_;
    NoWorkers workers_;
    archive::Gallery gallery_;
    hub::CommandStats command_stats_;
    net::LinkSet links_;
    net::ServerStats server_stats_;
    api::Readiness readiness_;
    net::Router real_;
    net::Router watched_;
    Visit visit_;
    NoBoard board_;
    hub::Attachment camera_;
    hub::Attachment pico_;
};

} // namespace watchpost::fuzz
