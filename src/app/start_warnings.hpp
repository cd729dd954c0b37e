#pragma once

#include <watchpost/settings/settings.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <optional>
#include <string>
#include <vector>

namespace watchpost::app {

/// Says in the log what an administrator must know of a daemon that starts: what local_access is (SECURITY rule 1),
/// whether people behind a proxy can be told apart, which tokens stand in the configuration in plain text, and whether
/// anybody has a password at all. `container` is the sign that this is one.
void warn_at_start(settings::Settings const& settings, std::vector<boost::asio::ip::tcp::endpoint> const& bound,
                   bool has_people, std::optional<std::string> const& container);

} // namespace watchpost::app
