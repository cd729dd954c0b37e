#include <watchpost/app/handed_sockets.hpp>
#include <watchpost/core/printable.hpp>

#include <spdlog/spdlog.h>
#include <systemd/sd-daemon.h>

#include <cstdlib>
#include <system_error>

namespace watchpost::app {
namespace {

/// One name for each of `count` descriptors; none when the names cannot be used.
std::vector<std::string> take_names(int count) {
    char** list = nullptr;
    int const named = ::sd_listen_fds_with_names(1, &list);
    std::vector<std::string> names(static_cast<std::size_t>(count));
    for (int i = 0; i < named; ++i) {
        if (i < count) names[static_cast<std::size_t>(i)] = list[i];
        std::free(list[i]); // NOLINT: the library's way
    }
    std::free(list); // NOLINT
    return names;
}

} // namespace

std::vector<HandedSocket> take_handed_sockets() {
    int const count = ::sd_listen_fds(0);
    if (count < 0)
        spdlog::error("what LISTEN_FDS promises cannot be used: {}", std::generic_category().message(-count));
    std::vector<HandedSocket> sockets;
    int fd = SD_LISTEN_FDS_START;
    for (auto const& name : take_names(count > 0 ? count : 0)) {
        auto adopted = net::adopt_listening(Descriptor{fd});
        if (adopted)
            sockets.push_back({name, std::move(*adopted)});
        else
            spdlog::error("descriptor {}, handed over as \"{}\", is not used: it {}", fd, printable(name),
                          adopted.error().message);
        ++fd;
    }
    return sockets;
}

} // namespace watchpost::app
