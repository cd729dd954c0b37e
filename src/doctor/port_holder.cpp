#include "port_holder.hpp"

#include <array>
#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

namespace watchpost::doctor {
namespace {

namespace fs = std::filesystem;

constexpr auto kListen = "0A"; ///< TCP_LISTEN in the tables of proc(5)

/// "socket:[12345]" for each socket that listens on the port, as the links in /proc/PID/fd name it.
void add_listening_sockets(fs::path const& table, std::uint16_t port, std::set<std::string>& sockets) {
    std::array<char, 8> ending{};
    std::snprintf(ending.data(), ending.size(), ":%04X", static_cast<unsigned>(port));
    std::ifstream file(table);
    std::string line;
    std::getline(file, line); // headings
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string number, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        words >> number >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
        if (state == kListen && local.ends_with(ending.data())) sockets.insert("socket:[" + inode + "]");
    }
}

bool holds_one_of(fs::path const& process, std::set<std::string> const& sockets) {
    std::error_code error;
    for (auto at = fs::directory_iterator(process / "fd", error); !error && at != fs::directory_iterator();
         at.increment(error)) {
        std::error_code gone;
        if (sockets.contains(fs::read_symlink(at->path(), gone).string())) return true;
    }
    return false;
}

bool is_process(fs::path const& folder) {
    return folder.filename().string().find_first_not_of("0123456789") == std::string::npos;
}

} // namespace

std::optional<Process> holder_of(std::uint16_t port, fs::path const& proc) {
    std::set<std::string> sockets;
    for (auto const* const table : {"net/tcp", "net/tcp6"})
        add_listening_sockets(proc / table, port, sockets);
    std::optional<Process> found;
    std::error_code error;
    for (auto at = fs::directory_iterator(proc, error); !error && at != fs::directory_iterator(); at.increment(error)) {
        if (!is_process(at->path()) || !holds_one_of(at->path(), sockets)) continue;
        found = Process{at->path().filename().string(), ""};
        std::ifstream name(at->path() / "comm");
        std::getline(name, found->name);
        if (found->id != "1") break;
    }
    return found;
}

} // namespace watchpost::doctor
