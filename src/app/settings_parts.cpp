#include "settings_parts.hpp"

#include <algorithm>

namespace watchpost::app {

net::ConnectionBudget::Limits budget_of(settings::Settings const& settings) {
    net::ConnectionBudget::Limits limits;
    limits.total = settings.limits.max_connections;
    limits.per_address = settings.limits.max_connections_per_address;
    limits.reserved_for_boards = std::min(limits.reserved_for_boards, limits.total / 4);
    return limits;
}

net::TlsFiles files_of(settings::Settings::Tls const& tls) {
    return {tls.certificate, tls.key};
}

std::vector<DeviceKey> boards_of(settings::Settings const& settings) {
    std::vector<DeviceKey> keys;
    for (auto const& board : settings.boards)
        keys.push_back({board.kind, board.id});
    return keys;
}

bool is_configured(settings::Settings const& settings, DeviceKey const& board) {
    auto const keys = boards_of(settings);
    return std::find(keys.begin(), keys.end(), board) != keys.end();
}

} // namespace watchpost::app
