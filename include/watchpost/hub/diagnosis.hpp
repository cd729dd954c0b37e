#pragma once

#include <watchpost/hub/link_history.hpp>

#include <string_view>
#include <vector>

namespace watchpost::hub {

/// What ails the board, the gravest first; empty when there is no trouble. A finding goes away by itself when nothing
/// like it was seen for a while. Pure.
std::vector<Finding> diagnose(LinkHistory const& history, SteadyTime now);

/// The code of every finding that there can be.
std::vector<std::string_view> finding_codes();

} // namespace watchpost::hub
