#pragma once

#include <watchpost/core/device.hpp>
#include <watchpost/net/certificate_keeper.hpp>
#include <watchpost/net/connection_budget.hpp>
#include <watchpost/settings/settings.hpp>

#include <vector>

namespace watchpost::app {

// What parts of the daemon want to have of the settings, in their own words.

net::ConnectionBudget::Limits budget_of(settings::Settings const& settings);
net::TlsFiles files_of(settings::Settings::Tls const& tls);
std::vector<DeviceKey> boards_of(settings::Settings const& settings);
/// The configuration names this board.
bool is_configured(settings::Settings const& settings, DeviceKey const& board);

} // namespace watchpost::app
