#include "notifier.hpp"

#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <cstdint>
#include <system_error>

namespace watchpost::app {

void Notifier::ready(std::string const& status) {
    tell("READY=1\nSTATUS=" + status);
}

void Notifier::status(std::string const& status) {
    tell("STATUS=" + status);
}

void Notifier::reloading() {
    // Of CLOCK_MONOTONIC, which the steady clock is, and in the same message: by it the manager tells this reload from
    // one before.
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    auto const count = std::chrono::duration_cast<std::chrono::microseconds>(now).count();
    tell("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(count));
}

void Notifier::stopping() {
    tell("STOPPING=1");
}

void Notifier::alive() {
    tell("WATCHDOG=1");
}

void Notifier::store(std::string const& name, int descriptor) {
    tell("FDSTORE=1\nFDNAME=" + name, &descriptor);
}

void Notifier::unstore(std::string const& name) {
    tell("FDSTOREREMOVE=1\nFDNAME=" + name);
}

void Notifier::tell(std::string const& message, int const* descriptor) {
    int const told =
        ::sd_pid_notify_with_fds(0, 0, message.c_str(), descriptor, static_cast<unsigned>(descriptor != nullptr));
    if (told < 0 && !has_failed_)
        spdlog::warn("the service manager cannot be told how we are: {}", std::generic_category().message(-told));
    has_failed_ = told < 0;
}

std::optional<std::chrono::microseconds> watchdog_limit() {
    std::uint64_t limit = 0;
    if (::sd_watchdog_enabled(0, &limit) <= 0) return std::nullopt;
    return std::chrono::microseconds(limit);
}

} // namespace watchpost::app
