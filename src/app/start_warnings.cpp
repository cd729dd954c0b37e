#include "start_warnings.hpp"

#include <spdlog/spdlog.h>

namespace watchpost::app {
namespace {

/// The address under which others reach us; empty when there is none.
std::string outside_address(std::vector<boost::asio::ip::tcp::endpoint> const& bound) {
    for (auto const& at : bound)
        if (!at.address().is_loopback()) return at.address().to_string();
    return "";
}

} // namespace

void warn_at_start(settings::Settings const& settings, std::vector<boost::asio::ip::tcp::endpoint> const& bound,
                   bool has_people) {
    auto const outside = outside_address(bound);
    if (!outside.empty() && !settings.behind_proxy)
        spdlog::warn("listening on {}, and connections from this machine need no password; if a proxy on this machine "
                     "passes others on to watchpost, set \"behind_proxy\": true",
                     outside);
    if (settings.behind_proxy && settings.trusted_proxies.empty())
        spdlog::warn("\"behind_proxy\" is set and no proxy is trusted to say for whom it asks: nobody can be told from "
                     "the others, and who guesses passwords or tokens makes all of them wait; name the proxy in "
                     "\"trusted_proxies\"");
    std::error_code ignored;
    if (!settings.secrets_file.empty() && !std::filesystem::exists(settings.secrets_file, ignored))
        spdlog::warn(
            "secrets_file names {}, which is not there: until it is, no person and no board comes in with what "
            "is in it",
            settings.secrets_file.string());
    for (auto const& board : settings.boards) {
        if (board.token.empty()) continue;
        spdlog::warn("the token of {} stands in the configuration in plain text; to keep a hash of it instead, run "
                     "\"watchpost token new --kind {} --name {} --stdin\", type it there, and take it out of the "
                     "configuration",
                     board.id, to_string(board.kind), board.id);
    }
    if (has_people) return;
    spdlog::log(outside.empty() ? spdlog::level::info : spdlog::level::warn,
                "nobody has a password: people come in from this machine only; to let somebody in from elsewhere, run "
                "\"watchpost passwd NAME\"");
}

} // namespace watchpost::app
