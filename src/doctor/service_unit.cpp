#include "service_unit.hpp"

#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cstdlib>
#include <memory>

namespace watchpost::doctor {
namespace {

constexpr auto kManager = "org.freedesktop.systemd1";
constexpr auto kUnit = "org.freedesktop.systemd1.Unit";
constexpr auto kService = "org.freedesktop.systemd1.Service";
constexpr std::uint64_t kLimit = 2'000'000; ///< microseconds for an answer

struct Freed {
    void operator()(char* text) const { std::free(text); }
    void operator()(char** texts) const {
        for (auto at = texts; *at != nullptr; ++at)
            std::free(*at);
        std::free(texts);
    }
    void operator()(sd_bus* bus) const { sd_bus_flush_close_unref(bus); }
};

using Bus = std::unique_ptr<sd_bus, Freed>;

/// As systemctl does it: a machine without dbus-daemon has systemd's own socket, for root.
Bus connect() {
    sd_bus* bus = nullptr;
    if (sd_bus_open_system(&bus) >= 0) return Bus(bus);
    bool const is_told_where = std::getenv("DBUS_SYSTEM_BUS_ADDRESS") != nullptr;
    if (is_told_where || ::geteuid() != 0 || sd_bus_new(&bus) < 0) return nullptr;
    Bus direct(bus);
    bool const is_there = sd_bus_set_address(bus, "unix:path=/run/systemd/private") >= 0 && sd_bus_start(bus) >= 0;
    return is_there ? std::move(direct) : nullptr;
}

/// The properties of one unit, as org.freedesktop.systemd1(5) names them; nothing when systemd does not answer.
class Properties {
public:
    Properties(sd_bus& bus, std::string path)
        : bus_(bus)
        , path_(std::move(path)) {}

    std::optional<std::string> text(char const* interface, char const* name) const {
        char* value = nullptr;
        if (sd_bus_get_property_string(&bus_, kManager, path_.c_str(), interface, name, nullptr, &value) < 0)
            return std::nullopt;
        std::unique_ptr<char, Freed> const owner(value);
        if (value == nullptr) return std::nullopt;
        return value;
    }

    std::optional<std::vector<std::string>> texts(char const* interface, char const* name) const {
        char** values = nullptr;
        if (sd_bus_get_property_strv(&bus_, kManager, path_.c_str(), interface, name, nullptr, &values) < 0)
            return std::nullopt;
        std::unique_ptr<char*, Freed> const owner(values);
        std::vector<std::string> all;
        for (auto at = values; at != nullptr && *at != nullptr; ++at) // null when there are none
            all.emplace_back(*at);
        return all;
    }

private:
    sd_bus& bus_;
    std::string path_;
};

/// "-/srv" and "+/srv" are /srv, if it is there, and within the service's root.
std::filesystem::path without_prefix(std::string const& path) {
    auto const begin = path.find('/');
    return begin == std::string::npos ? path : path.substr(begin);
}

} // namespace

std::optional<ServiceUnit> ask_manager(std::string const& unit) {
    auto const bus = connect();
    if (!bus) return std::nullopt;
    sd_bus_set_method_call_timeout(bus.get(), kLimit);
    char* path = nullptr;
    if (sd_bus_path_encode("/org/freedesktop/systemd1/unit", unit.c_str(), &path) < 0) return std::nullopt;
    std::unique_ptr<char, Freed> const owner(path);
    Properties const properties(*bus, path);
    if (properties.text(kUnit, "LoadState") != "loaded") return std::nullopt;

    auto const home = properties.text(kService, "ProtectHome");
    auto const system = properties.text(kService, "ProtectSystem");
    auto const writable = properties.texts(kService, "ReadWritePaths");
    auto const state = properties.texts(kService, "StateDirectory");
    if (!home || !system || !writable || !state) return std::nullopt;

    using Homes = ServiceUnit::Homes;
    ServiceUnit found;
    found.homes = *home == "no" ? Homes::open : *home == "read-only" ? Homes::read_only : Homes::hidden;
    found.is_read_only = *system == "strict";
    for (auto const& folder : *writable)
        found.writable.push_back(without_prefix(folder));
    for (auto const& name : *state)
        found.writable.push_back(std::filesystem::path("/var/lib") / name);
    return found;
}

} // namespace watchpost::doctor
