#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/settings/settings.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// Whether a machine is fit for the daemon. Nothing is changed by looking. Waits for the disk.
namespace watchpost::doctor {

enum class Grade {
    ok,
    warn, ///< it works, and somebody will miss something
    fail, ///< it does not work
};

struct Finding {
    Grade grade = Grade::ok;
    std::string thing;
    std::string seen;
    std::string advice{}; ///< empty when there is nothing to do
};

/// "warn  clock: not synchronised; install systemd-timesyncd"
std::string to_line(Finding const& finding);

/// What the service's unit lets it see of the machine's files, as far as ProtectHome=, ProtectSystem=, ReadWritePaths=
/// and StateDirectory= say (systemd.exec(5)).
struct ServiceUnit {
    enum class Homes { open, read_only, hidden };
    Homes homes = Homes::open;
    bool is_read_only = false; ///< but for `writable`
    std::vector<std::filesystem::path> writable;
};

/// What is looked at. Tests put a bad world in its place.
struct Machine {
    std::filesystem::path proc = "/proc";
    std::filesystem::path avahi_socket = "/run/avahi-daemon/socket";
    std::filesystem::path avahi_service = "/etc/avahi/services/watchpost.service";
    std::string account = "watchpost"; ///< who runs the service; root looks at files with this user's rights
    std::optional<ServiceUnit> unit;   ///< nothing when systemd has none of ours
    WallTime now{};
    std::optional<bool> clock_is_synchronised; ///< nothing when the kernel does not say
    std::optional<std::string> container;      ///< the sign that it is one
};

/// The one that we run on, now.
Machine this_machine();

/// One finding at least. A configuration that is wrong is all there is to say.
std::vector<Finding> examine(settings::LoadRequest const& configuration, Machine const& machine);

} // namespace watchpost::doctor
