#include "checks.hpp"
#include "service_eyes.hpp"

#include <watchpost/net/tls_context.hpp>

#include <boost/asio/ssl/context.hpp>
#include <openssl/ssl.h>

#include <ctime>

namespace watchpost::doctor {
namespace {

constexpr int kSoon = 30; ///< days

Result<net::TlsContextPtr> load(settings::Settings::Tls const& tls, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    return net::TlsContext::load({tls.certificate, tls.key});
}

std::optional<WallTime> wall_time(ASN1_TIME const* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

} // namespace

Findings check_certificate(settings::Settings const& settings, Machine const& machine) {
    std::string const thing = "certificate";
    if (!settings.tls.is_on()) return {{Grade::ok, thing, "none; TLS is off"}};
    auto const loaded = load(settings.tls, machine);
    if (!loaded) return {{Grade::fail, thing, loaded.error().message}};
    auto const* const leaf = SSL_CTX_get0_certificate((*loaded)->asio().native_handle());
    auto const begin = wall_time(X509_get0_notBefore(leaf));
    auto const end = wall_time(X509_get0_notAfter(leaf));
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
