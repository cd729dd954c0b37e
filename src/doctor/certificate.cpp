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
    if (auto const fault = (*loaded)->fault_at(machine.now); !fault.empty()) {
        bool const is_early = (*loaded)->begin() && machine.now < *(*loaded)->begin();
        return {{Grade::fail, thing, fault, is_early ? "see whether the clock is right" : "get another certificate"}};
    }
    auto const end = (*loaded)->expiry();
    auto const seen = (*loaded)->description();
    auto const days = std::chrono::duration_cast<std::chrono::days>(*end - machine.now).count();
    auto const left = seen + " (" + std::to_string(days) + " days)";
    if (days < kSoon) return {{Grade::warn, thing, left, "renew it"}};
    return {{Grade::ok, thing, left}};
}

} // namespace watchpost::doctor
