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

void tell_local_access(settings::Settings const& settings, std::string const& outside,
                       std::optional<std::string> const& container) {
    using settings::LocalAccess;
    if (settings.behind_proxy)
        return spdlog::info("connections from this machine need a credential, for \"behind_proxy\" is set");
    if (settings.local_access == LocalAccess::none)
        return spdlog::info("connections from this machine need a credential: \"local_access\" is \"none\"{}",
                            container ? ", as it is by default in a container (" + *container + ")" : "");
    std::string const may = settings.local_access == LocalAccess::viewer ? "need no password to look"
                                                                         : "need no password and may do everything";
    spdlog::info("connections from this machine {}: \"local_access\" is \"{}\"", may, to_string(settings.local_access));
    if (!outside.empty())
        spdlog::warn(
            "listening on {}, and connections from this machine {}; if a proxy on this machine passes others on to "
            "watchpost, set \"behind_proxy\": true; if a forwarder without headers does (socat, ssh -R, the port of a "
            "container), set \"local_access\": \"none\"",
            outside, may);
    if (container)
        spdlog::log(outside.empty() ? spdlog::level::info : spdlog::level::warn,
                    "this is a container ({}), where everybody who comes through a forwarded port may seem to be this "
                    "machine, and \"local_access\" is \"{}\"",
                    *container, to_string(settings.local_access));
}

} // namespace

void warn_at_start(settings::Settings const& settings, std::vector<boost::asio::ip::tcp::endpoint> const& bound,
                   bool has_people, std::optional<std::string> const& container) {
    auto const outside = outside_address(bound);
    tell_local_access(settings, outside, container);
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
    bool const is_local_open = !settings.behind_proxy && settings.local_access != settings::LocalAccess::none;
    spdlog::log(outside.empty() && is_local_open ? spdlog::level::info : spdlog::level::warn,
                "nobody has a password: {}; to let somebody in, run \"watchpost passwd NAME\"",
                is_local_open ? "people come in from this machine only" : "no people come in at all");
}

} // namespace watchpost::app
