#include "own_names.hpp"

#include <watchpost/core/ip_address.hpp>

#include <unistd.h>

#include <array>

namespace watchpost::app {

std::vector<std::string> own_names(settings::Settings const& settings) {
    std::vector<std::string> names;
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) == 0) names.push_back(std::string(host.data()) + ".local");
    for (auto const& bound : {settings.listen.address, settings.tls.address}) {
        auto const address = IpAddress::parse(bound);
        if (address) names.push_back(address->is_v4() ? address->to_string() : "[" + address->to_string() + "]");
    }
    return names;
}

} // namespace watchpost::app
