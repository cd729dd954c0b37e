#include "checks.hpp"
#include "service_eyes.hpp"

#include <watchpost/net/tls_context.hpp>

namespace watchpost::doctor {
namespace {

constexpr int kSoon = 30; ///< days

Result<net::TlsContextPtr> load(settings::Settings::Tls const& tls, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    return net::TlsContext::load({tls.certificate, tls.key});
}

} // namespace

Findings check_certificate(settings::Settings const& settings, Machine const& machine) {
    std::string const thing = "certificate";
    if (!settings.tls.is_on()) return {{Grade::ok, thing, "none; TLS is off"}};
    auto const loaded = load(settings.tls, machine);
    if (!loaded) return {{Grade::fail, thing, loaded.error().message}};
    auto const begin = (*loaded)->begin();
    auto const end = (*loaded)->expiry();
    auto const seen = (*loaded)->description();
    if (!begin || !end) return {{Grade::fail, thing, seen + ", which is no time", "get another certificate"}};
    if (machine.now < *begin)
        return {
            {Grade::fail, thing, "does not count yet, until " + to_rfc3339(*begin), "see whether the clock is right"}};
    if (machine.now >= *end) return {{Grade::fail, thing, seen + ", which is over", "renew it"}};
    auto const days = std::chrono::duration_cast<std::chrono::days>(*end - machine.now).count();
    auto const left = seen + " (" + std::to_string(days) + " days)";
    if (days < kSoon) return {{Grade::warn, thing, left, "renew it"}};
    return {{Grade::ok, thing, left}};
}

} // namespace watchpost::doctor
