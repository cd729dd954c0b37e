#include "checks.hpp"

namespace watchpost::doctor {

/// SECURITY rule 1.
Findings check_local_access(settings::Settings const& settings, Machine const& machine) {
    using settings::LocalAccess;
    if (settings.behind_proxy)
        return {{Grade::ok, "local access", "nobody comes in without a credential, for \"behind_proxy\" is set"}};
    switch (settings.local_access) {
    case LocalAccess::none:
        return {{Grade::ok, "local access", "none: this machine's own connections need a credential too"}};
    case LocalAccess::viewer:
        return {{Grade::ok, "local access", "viewer: connections from this machine look without a password"}};
    case LocalAccess::operator_:
        break;
    }
    std::string const seen = "operator: connections from this machine do everything without a password";
    if (!machine.container) return {{Grade::ok, "local access", seen}};
    return {
        {Grade::warn, "local access", seen + ", and this is a container (" + *machine.container + ")",
         "where its port is forwarded, everybody may seem to be this machine: then set \"local_access\" to \"none\""}};
}

} // namespace watchpost::doctor
