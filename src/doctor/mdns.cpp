#include "checks.hpp"

#include <watchpost/core/descriptor.hpp>

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace watchpost::doctor {
namespace {

/// A socket that nobody listens on any more is only a file.
bool somebody_answers(std::filesystem::path const& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.string().size() >= sizeof address.sun_path) return false;
    std::memcpy(address.sun_path, path.c_str(), path.string().size());
    Descriptor const end{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    return end.value() >= 0 && ::connect(end.value(), reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0;
}

} // namespace

Findings check_mdns(settings::Settings const& settings, Machine const& machine) {
    std::string const thing = "mDNS";
    if (!somebody_answers(machine.avahi_socket))
        return {{Grade::warn, thing, "avahi-daemon does not run, so nobody finds this machine by name",
                 "run: apt install avahi-daemon"}};
    std::ifstream file(machine.avahi_service);
    if (!file)
        return {{Grade::warn, thing, machine.avahi_service.string() + " is not there, so watchpost is not announced",
                 "install watchpost as a package, or put such a file there"}};
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    auto const port = std::to_string(settings.listen.port);
    if (text.find("<port>" + port + "</port>") == std::string::npos)
        return {{Grade::warn, thing, machine.avahi_service.string() + " does not announce port " + port,
                 "write the port into it that watchpost listens on"}};
    return {{Grade::ok, thing, "avahi-daemon announces port " + port}};
}

} // namespace watchpost::doctor
