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

} // namespace

net::Response health(Sources const& sources, bool admitted) {
    auto const& readiness = sources.readiness;
    auto const status = sources.hub.status();
    auto const time = to_rfc3339(status.time);
    bool all_well = !sources.gallery.trouble();
    Json checks = Json::object();
    for (auto const& device : status.devices) {
        all_well = all_well && device.online;
        auto const name = std::string(to_string(device.key.kind)) + "." + device.key.id + ":online";
        checks[name] = check("device", device.online, "boolean", device.online, time);
    }
    auto const uptime = std::chrono::duration<double>(status.uptime).count();
    checks["daemon:uptime"] = check("system", uptime, "s", true, time);
    checks["daemon:viewers"] = check("system", status.viewers, "connections", true, time);
    checks["storage:used"] =
        check("datastore", sources.gallery.used_bytes(), "bytes", !sources.gallery.trouble(), time);
    bool const fails = !readiness.listening || readiness.stopping;
    net::Response response;
    response.status = fails ? 503 : 200;
    response.content_type = "application/health+json";
    response.headers.emplace_back("Cache-Control", "no-store");
    auto const* const verdict = fails ? "fail" : all_well ? "pass" : "warn";
    Json body{{"status", verdict}, {"version", WATCHPOST_VERSION}};
    if (admitted) body["checks"] = std::move(checks);
    response.body = protocol::to_wire(body);
    return response;
}

net::Response readyz(Sources const& sources) {
    auto const& readiness = sources.readiness;
    if (readiness.stopping) return net::problem(503, "The daemon is stopping.");
    if (!readiness.listening) return net::problem(503, "The daemon is starting.");
    if (auto const& trouble = sources.gallery.trouble()) return net::problem(503, trouble->message);
    net::Response response;
    response.body = "ready\n";
    return response;
}

} // namespace watchpost::api
