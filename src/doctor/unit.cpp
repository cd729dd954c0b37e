#include "checks.hpp"

#include <unistd.h>

#include <algorithm>

namespace watchpost::doctor {
namespace {

namespace fs = std::filesystem;
using Homes = ServiceUnit::Homes;

/// What ProtectHome= hides.
fs::path const kHomes[] = {"/home", "/root", "/run/user"};

bool is_below(fs::path const& path, fs::path const& folder) {
    auto const [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

bool is_in_a_home(fs::path const& path) {
    return std::any_of(std::begin(kHomes), std::end(kHomes),
                       [&path](auto const& home) { return is_below(path, home); });
}

/// One word of a unit file (systemd.syntax(7)), where % begins a specifier.
std::string unit_word(fs::path const& path) {
    std::string word = "\"";
    for (char const c : path.string()) {
        if (c == '"' || c == '\\') word += '\\';
        if (c == '%') word += '%';
        word += c;
    }
    return word + '"';
}

/// What a drop-in must say before the service may write there; empty when it may.
std::string missing_to_write(fs::path const& folder, ServiceUnit const& unit) {
    std::string lines;
    if (unit.homes != Homes::open && is_in_a_home(folder)) lines = "ProtectHome=no";
    bool const is_named = std::any_of(unit.writable.begin(), unit.writable.end(),
                                      [&folder](auto const& other) { return is_below(folder, other); });
    if (unit.is_read_only && !is_named)
        lines += (lines.empty() ? "" : " and ") + ("ReadWritePaths=" + unit_word(folder));
    return lines;
}

/// The service only reads its secrets.
std::string missing_to_read(fs::path const& folder, ServiceUnit const& unit) {
    return unit.homes == Homes::hidden && is_in_a_home(folder) ? "ProtectHome=read-only" : "";
}

} // namespace

Findings check_unit(settings::Settings const& settings, Machine const& machine) {
    if (!machine.unit) return {}; // whoever starts it sees what he sees
    // Somebody else may look at a configuration of his own, which the service has nothing to do with.
    auto const grave = ::geteuid() == 0 ? Grade::fail : Grade::warn;
    auto const told = [&](std::string const& kept_from, fs::path const& folder, std::string const& missing) {
        return Finding{grave, "unit", "watchpost.service keeps the service from " + kept_from + " " + folder.string(),
                       "make that folder, run systemctl edit watchpost, and add " + missing + " below [Service]"};
    };
    auto const data = settings.data_dir.lexically_normal();
    auto const secrets = settings::secrets_path(settings).parent_path().lexically_normal();
    Findings found;
    if (auto const missing = missing_to_write(data, *machine.unit); !missing.empty())
        found.push_back(told("writing in", data, missing));
    if (auto const missing = missing_to_read(secrets, *machine.unit); !missing.empty() && secrets != data)
        found.push_back(told("reading in", secrets, missing));
    if (found.empty()) found.push_back({Grade::ok, "unit", "watchpost.service lets the service write where it must"});
    return found;
}

} // namespace watchpost::doctor
