#include "deed_log.hpp"
#include "listeners.hpp"
#include "notifier.hpp"
#include "own_names.hpp"
#include "reloadable.hpp"
#include "reloader.hpp"
#include "secrets_deeds.hpp"
#include "secrets_watch.hpp"
#include "service_report.hpp"
#include "settings_parts.hpp"
#include "start_warnings.hpp"
#include "static_folder.hpp"
#include "watchdog.hpp"

#include <watchpost/api/api.hpp>
#include <watchpost/app/daemon.hpp>
#include <watchpost/archive/audit_file.hpp>
#include <watchpost/archive/gallery.hpp>
#include <watchpost/archive/preset_file.hpp>
#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/doctor/container.hpp>
#include <watchpost/hub/command_stats.hpp>
#include <watchpost/hub/flash_lease.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/logging/logging.hpp>
#include <watchpost/net/certificate_keeper.hpp>
#include <watchpost/net/http_server.hpp>
#include <watchpost/net/static_files.hpp>
#include <watchpost/net/worker_pool.hpp>
#include <watchpost/sessions/endpoints.hpp>

#include <spdlog/spdlog.h>

#include <optional>

namespace watchpost::app {
namespace {

/// Of the 5 s in which a stopping daemon must be gone (SECURITY rule 29).
constexpr auto kStopLimit = std::chrono::seconds(4);
constexpr auto kRatesEvery = std::chrono::seconds(1);
constexpr auto kLinksEvery = std::chrono::minutes(1);

net::Response without_login_page() {
    return net::problem(401, "Log in first; the folder of pages has no login.html.");
}

} // namespace

class Daemon::Parts final : private net::Ticking {
public:
    Parts(boost::asio::io_context& loop, Clock const& clock, settings::Settings settings,
          std::vector<HandedSocket> handed)
        : settings_(std::move(settings))
        , pulse_(loop, clock)
        , hub_(clock)
        , keeper_(clock, [this](IpAddress const& address) { return hub_.board.is_home(address.to_string()); })
        , admission_(hub_, keeper_)
        , server_(loop, pulse_, links_, router_, budget_of(settings_))
        , listeners_(server_, notifier_, std::move(handed))
        , disk_(loop, crew_, "the disk")
        , hashers_(loop, crew_, "passwords", net::WorkerPool::Priority::low)
        , watchdog_(watchdog_limit(), crew_, [this] { notifier_.alive(); })
        , report_(notifier_, hub_.registry)
        , reloader_(disk_, {[this] { report_.reloading(); },
                            [this](Result<settings::Settings> loaded) { take(std::move(loaded)); }})
        , certificate_(disk_, clock)
        , gallery_(hub_, disk_, settings_.data_dir, settings_.photos.max_bytes)
        , deed_log_(hub_.audit)
        , audit_file_(hub_.audit, clock, disk_, settings_.data_dir)
        , secrets_(disk_, settings::secrets_path(settings_),
                   [this](auth::Secrets secrets) {
                       note_changes(hub_.audit, known_secrets_, secrets);
                       known_secrets_ = secrets;
                       keeper_.update(std::move(secrets));
                       on_credentials();
                       divide_photos();
                   })
        , presets_(disk_, settings_.data_dir)
        , flash_lease_(hub_.commands, clock, settings_.control.flash_lease)
        , command_stats_(hub_.commands) {}

    Result<Address> start() {
        auto files = net::StaticFiles::load(find_static_folder(settings_.static_dir));
        if (!files) return files.error();
        auto secrets = secrets_.load();
        if (!secrets) return secrets.error();
        known_secrets_ = *secrets;
        keeper_.update(std::move(*secrets));
        update_keeper();
        auto const login_page = [pages = *files](int status) {
            return pages.whole("/login.html", status).value_or(without_login_page());
        };
        admission_.set_login_page([login_page] { return login_page(401); });
        router_.set_gate(
            [this](net::Request& request, net::Access access) { return admission_.gate(request, access); });
        router_.set_cross_origin([this](net::Request const& request) { return admission_.cross_origin(request); });
        sessions::add_endpoints(router_, hub_, admission_, settings_.limits.max_frame_bytes);
        api::add_routes(router_,
                        {hub_, command_stats_, gallery_, links_, server_.stats(), readiness_, disk_, hashers_,
                         settings_.data_dir,
                         [this](net::Request const& request) { return admission_.camera_of(request); }, keeper_,
                         [this](IpAddress const& client, std::string_view request, std::string_view reason) {
                             admission_.audit().refused(client, request, reason);
                         },
                         login_page,
                         [this] {
                             auto const current = certificate_.current();
                             return current ? current->expiry() : std::nullopt;
                         }},
                        [pages = *files](net::Request const& request) { return pages.index(request); });
        files->add_routes(router_);
        hub_.board.configure(boards_of(settings_));
        hub_.stations.update(settings_.stations);

        if (auto const problem = listen()) return *problem;
        update_keeper();
        report_.set_reach(listeners_.reach());
        apply_control();
        divide_photos();
        gallery_.open();
        hub_.stations.restore(presets_.load(pulse_.clock().wall()), presets_);
        beat_ = pulse_.join(*this);
        pulse_.start();
        readiness_.listening = true;
        readiness_.beat = std::chrono::steady_clock::now();
        warn_at_start(settings_, listeners_.places(), keeper_.has_people(),
                      doctor::container_sign(doctor::read_container_facts()));
        // Behind the look at what is on the disk.
        disk_.run([] {}, [this] { report_.ready(); });
        return listeners_.address();
    }

    void hurry() { pulse_.hurry(); }

    void stop() {
        if (readiness_.stopping) return;
        readiness_.stopping = true;
        report_.stopping();
        spdlog::info("stopping: {} connections are open", links_.size());
        server_.stop_accepting();
        links_.shut_down();
        hub_.audit.flush();
        audit_file_.hurry();
        pulse_.hurry();
        stop_at_ = pulse_.clock().now() + kStopLimit;
    }

    void reload(ReadSettings read) { reloader_.reload(std::move(read)); }

    void reload(settings::Settings settings) {
        bool const needs_restart = take_reloadable(settings_, settings);
        if (settings.tls.is_on() && settings_.tls.is_on()) certificate_.reload(files_of(settings.tls));
        update_keeper();
        on_credentials();
        secrets_.load_again();
        apply_control();
        hub_.board.configure(boards_of(settings_));
        divide_photos();
        hub_.stations.update(settings_.stations);
        set_log_level(settings_.log_level);
        spdlog::info("configuration reloaded{}",
                     needs_restart
                         ? "; listen, tls, static_dir, data_dir, secrets_file and limits change at the next start"
                         : "");
    }

private:
    std::optional<Error> listen() {
        if (settings_.tls.is_on()) {
            auto const opened = certificate_.open(files_of(settings_.tls));
            if (!opened) return opened.error();
        }
        return listeners_.open(
            settings_, [this] { return certificate_.current(); }, keeper_.has_credentials());
    }

    void update_keeper() {
        keeper_.update(settings_, own_names(listeners_.places()));
        keeper_.update(auth::read_own_links());
    }

    void on_credentials() {
        if (readiness_.stopping) return;
        if (listeners_.on_credentials(keeper_.has_credentials())) update_keeper();
        report_.set_reach(listeners_.reach());
    }

    /// Of a configuration that was read again.
    void take(Result<settings::Settings> loaded) {
        if (readiness_.stopping) return;
        if (loaded)
            reload(std::move(*loaded));
        else
            spdlog::error("the new configuration is wrong, the old one stays in force: {}", loaded.error().message);
        hub_.audit.note({{}, "reload", {}, {}, loaded ? "done" : "failed", loaded ? "" : loaded.error().message});
        report_.reloaded(loaded ? "" : loaded.error().message);
    }

    /// A camera that a token or the configuration names has a share of its own in the gallery.
    void divide_photos() {
        gallery_.set_owned([this](DeviceId const& camera) {
            return keeper_.is_owned(DeviceKind::esp32cam, camera) ||
                   is_configured(settings_, {DeviceKind::esp32cam, camera});
        });
    }

    void apply_control() {
        hub_.commands.set_time_to_live(settings_.control.offline_ttl);
        flash_lease_.set_length(settings_.control.flash_lease);
        server_.set_hsts(settings_.tls.hsts);
        gallery_.set_max_bytes(settings_.photos.max_bytes);
    }

    void tick(SteadyTime now) override {
        readiness_.beat = std::chrono::steady_clock::now();
        hub_.commands.tick();
        flash_lease_.tick();
        if (!readiness_.stopping) certificate_.tick(now);
        if (now >= next_rates_) {
            next_rates_ = now + kRatesEvery;
            hub_.refresh_rates();
            hub_.audit.tick();
            keeper_.tick();
        }
        if (now >= next_links_) {
            next_links_ = now + kLinksEvery;
            keeper_.update(auth::read_own_links());
        }
        if (!readiness_.stopping) secrets_.tick(now);
        audit_file_.tick();
        report_.tick(now);
        watchdog_.tick(now);
        bool const is_busy = links_.size() > 0 || !crew_.is_idle() || !audit_file_.is_idle();
        if (!readiness_.stopping || (now < stop_at_ && is_busy)) return;
        links_.drop();
        crew_.give_up();
        pulse_.stop();
    }

    settings::Settings settings_;
    net::Pulse pulse_;
    net::LinkSet links_;
    net::Router router_;
    hub::Hub hub_;
    auth::Doorkeeper keeper_;
    sessions::Admission admission_;
    api::Readiness readiness_;
    Notifier notifier_;
    net::HttpServer server_;
    Listeners listeners_;
    net::Crew crew_;
    net::WorkerPool disk_;
    net::WorkerPool hashers_;
    Watchdog watchdog_;
    ServiceReport report_;
    Reloader reloader_;
    net::CertificateKeeper certificate_;
    archive::Gallery gallery_;
    DeedLog deed_log_;
    archive::AuditFile audit_file_;
    auth::Secrets known_secrets_; ///< those in force
    SecretsWatch secrets_;
    archive::PresetFile presets_;
    hub::FlashLease flash_lease_;
    hub::CommandStats command_stats_;
    SteadyTime next_rates_{};
    SteadyTime next_links_{};
    SteadyTime stop_at_{};
    Guard beat_;
};

Daemon::Daemon(boost::asio::io_context& loop, Clock const& clock, settings::Settings settings,
               std::vector<HandedSocket> handed)
    : parts_(std::make_unique<Parts>(loop, clock, std::move(settings), std::move(handed))) {}

Daemon::~Daemon() = default;

Result<Daemon::Address> Daemon::start() {
    return parts_->start();
}

void Daemon::hurry() {
    parts_->hurry();
}

void Daemon::stop() {
    parts_->stop();
}

void Daemon::reload(ReadSettings read) {
    parts_->reload(std::move(read));
}

void Daemon::reload(settings::Settings settings) {
    parts_->reload(std::move(settings));
}

} // namespace watchpost::app
