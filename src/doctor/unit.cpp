#include "checks.hpp"

#include <algorithm>

namespace watchpost::doctor {
namespace {

namespace fs = std::filesystem;

/// What ProtectHome= hides.
fs::path const kHomes[] = {"/home", "/root", "/run/user"};

bool is_below(fs::path const& path, fs::path const& folder) {
    auto const [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return end == folder.end();
}

/// What a drop-in must say before the service may write there; empty when it may.
std::string missing_for(fs::path const& folder, ServiceUnit const& unit) {
    auto const holds = [&folder](fs::path const& other) { return is_below(folder, other); };
    std::string lines;
    if (unit.hides_homes && std::any_of(std::begin(kHomes), std::end(kHomes), holds)) lines = "ProtectHome=no";
    if (unit.is_read_only && std::none_of(unit.writable.begin(), unit.writable.end(), holds))
        lines += (lines.empty() ? "ReadWritePaths=" : " and ReadWritePaths=") + folder.string();
    return lines;
}

} // namespace

Findings check_unit(settings::Settings const& settings, Machine const& machine) {
    if (!machine.unit) return {}; // whoever starts it sees what he sees
    std::string const thing = "unit";
    auto const secrets = settings::secrets_path(settings).parent_path();
    for (auto const& folder : {settings.data_dir.lexically_normal(), secrets.lexically_normal()}) {
        auto const missing = missing_for(folder, *machine.unit);
        if (missing.empty()) continue;
        return {{Grade::fail, thing, "watchpost.service keeps the service from writing in " + folder.string(),
                 "run: systemctl edit watchpost, and add " + missing + " below [Service]"}};
    }
    return {{Grade::ok, thing, "watchpost.service lets the service write where it must"}};
}

} // namespace watchpost::doctor
