#include "health.hpp"

#include <watchpost/protocol/json_text.hpp>

namespace watchpost::api {
namespace {

using protocol::Json;

Json check(std::string_view type, Json observed, std::string_view unit, bool passes, std::string const& time) {
    return Json::array({{{"componentType", type},
                         {"observedValue", std::move(observed)},
                         {"observedUnit", unit},
                         {"status", passes ? "pass" : "warn"},
                         {"time", time}}});
}

constexpr auto kBeatLimit = std::chrono::seconds(10);
/// A new certificate may take some days to get.
constexpr auto kCertificateSoon = std::chrono::hours(14 * 24);

net::Response plain(std::string body) {
    net::Response response;
    response.headers.emplace_back("Cache-Control", "no-store");
    response.body = std::move(body);
    return response;
}

} // namespace

net::Response health(Sources const& sources, bool admitted) {
    auto const& readiness = sources.readiness;
    auto const status = sources.hub.status();
    auto const time = to_rfc3339(status.time);
    bool all_well = !sources.gallery.trouble();
    auto const note = [&all_well, &time](std::string_view type, Json observed, std::string_view unit, bool passes) {
        all_well = all_well && passes;
        return check(type, std::move(observed), unit, passes, time);
    };
    Json checks = Json::object();
    for (auto const& device : status.devices) {
        auto const name = std::string(to_string(device.key.kind)) + "." + device.key.id;
        checks[name + ":online"] = note("device", device.online, "boolean", device.online);
        auto const findings = sources.hub.links.findings(device.key);
        bool const ails = !findings.empty() && findings.front().severity == Severity::error;
        auto const code = findings.empty() ? Json() : Json(findings.front().code);
        checks[name + ":diagnosis"] = note("device", code, "finding", !ails);
    }
    auto const uptime = std::chrono::duration<double>(status.uptime).count();
    checks["daemon:uptime"] = note("system", uptime, "s", true);
    checks["daemon:viewers"] = note("system", status.viewers, "connections", true);
    checks["storage:used"] = note("datastore", sources.gallery.used_bytes(), "bytes", !sources.gallery.trouble());
    if (auto const expiry = sources.certificate_expiry ? sources.certificate_expiry() : std::nullopt)
        checks["tls:certificate_expiry"] =
            note("component", to_rfc3339(*expiry), "time", *expiry > status.time + kCertificateSoon);
    bool const fails = !readiness.listening || readiness.stopping;
    net::Response response;
    response.status = fails ? 503 : 200;
    response.content_type = "application/health+json";
    response.headers.emplace_back("Cache-Control", "no-store");
    auto const* const verdict = fails ? "fail" : all_well ? "pass" : "warn";
    Json body{{"status", verdict}};
    if (admitted) {
        body["version"] = WATCHPOST_VERSION;
        body["checks"] = std::move(checks);
    }
    response.body = protocol::to_wire(body);
    return response;
}

net::Response HealthForStrangers::answer(Sources const& sources) {
    constexpr auto known_for = std::chrono::seconds(1);
    auto const now = sources.hub.clock.now();
    auto const& readiness = sources.readiness;
    bool const is_as_it_was = was_listening_ == readiness.listening && was_stopping_ == readiness.stopping;
    if (!made_ || !is_as_it_was || now - made_at_ >= known_for) {
        made_ = health(sources, false);
        made_at_ = now;
        was_listening_ = readiness.listening;
        was_stopping_ = readiness.stopping;
    }
    return *made_;
}

net::Response livez(Sources const& sources) {
    if (std::chrono::steady_clock::now() - sources.readiness.beat > kBeatLimit)
        return net::problem(503, "The loop turns, but nothing is done at its time any more.");
    return plain("ok\n");
}

net::Response readyz(Sources const& sources) {
    auto const& readiness = sources.readiness;
    if (readiness.stopping) return net::problem(503, "The daemon is stopping.");
    if (!readiness.listening) return net::problem(503, "The daemon is starting.");
    if (auto const& trouble = sources.gallery.trouble()) return net::problem(503, trouble->message);
    return plain("ready\n");
}

} // namespace watchpost::api
