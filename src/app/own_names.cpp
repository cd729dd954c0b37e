#include "own_names.hpp"

#include <unistd.h>

#include <array>

namespace watchpost::app {

std::vector<std::string> own_names(std::vector<boost::asio::ip::tcp::endpoint> const& bound) {
    std::vector<std::string> names;
    std::array<char, 256> host{};
    if (::gethostname(host.data(), host.size() - 1) == 0) names.push_back(std::string(host.data()) + ".local");
    for (auto const& at : bound) {
        auto const address = at.address().to_string();
        names.push_back(at.address().is_v6() ? "[" + address + "]" : address);
    }
    return names;
}

} // namespace watchpost::app
