#include "system_figures.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace fanbench {
namespace {

double ticks_per_second() {
    return static_cast<double>(sysconf(_SC_CLK_TCK));
}

std::string folder_of(int pid) {
    return "/proc/" + std::to_string(pid);
}

/// The number in `text` behind its last colon.
unsigned port_in(std::string const& text) {
    return static_cast<unsigned>(std::stoul(text.substr(text.rfind(':') + 1), nullptr, 16));
}

} // namespace

double ServerFigures::cpu_seconds() const {
    if (pid_ == 0) return 0;
    double seconds = 0;
    bool is_known = false;
    std::error_code ignored;
    for (auto const& task : std::filesystem::directory_iterator(folder_of(pid_) + "/task", ignored)) {
        std::ifstream file(task.path() / "schedstat");
        double nanoseconds = 0;
        if (!(file >> nanoseconds)) continue;
        seconds += nanoseconds / 1e9;
        is_known = true;
    }
    return is_known ? seconds : -1;
}

ServerFigures::Ticks ServerFigures::ticks() const {
    std::ifstream file(folder_of(pid_) + "/stat");
    std::string line;
    if (pid_ == 0 || !std::getline(file, line)) return {};
    std::istringstream fields(line.substr(line.rfind(')') + 1)); // the name may hold anything
    std::string skipped;
    for (int i = 0; i < 11; ++i)
        fields >> skipped;
    Ticks ticks;
    fields >> ticks.user >> ticks.system;
    return {ticks.user / ticks_per_second(), ticks.system / ticks_per_second()};
}

long ServerFigures::status_kb(char const* key) const {
    if (pid_ == 0) return 0;
    std::ifstream file(folder_of(pid_) + "/status");
    auto const wanted = std::string(key) + ":";
    for (std::string word; file >> word;)
        if (long value = 0; word == wanted && file >> value) return value;
    return 0;
}

long tcp_memory_kb() {
    std::ifstream file("/proc/net/sockstat");
    for (std::string line; std::getline(file, line);) {
        auto const at = line.find("mem ");
        if (line.starts_with("TCP:") && at != std::string::npos)
            return std::stol(line.substr(at + 4)) * (sysconf(_SC_PAGESIZE) / 1024);
    }
    return 0;
}

double queued_kb(int server_port, std::set<int> const& peer_ports) {
    // sl local_address rem_address st tx_queue:rx_queue ...; a server that listens on IPv6 stands in tcp6.
    double bytes = 0;
    for (auto const* path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        std::ifstream file(path);
        std::string line;
        std::getline(file, line);
        while (std::getline(file, line)) {
            std::istringstream fields(line);
            std::string number, local, remote, state, queues;
            fields >> number >> local >> remote >> state >> queues;
            if (port_in(local) != static_cast<unsigned>(server_port)) continue;
            if (!peer_ports.contains(static_cast<int>(port_in(remote)))) continue;
            bytes += static_cast<double>(std::stoul(queues, nullptr, 16)); // up to the colon
        }
    }
    return bytes / 1024;
}

MachineTime machine_time() {
    std::ifstream file("/proc/stat");
    std::string name;
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0;
    if (!(file >> name >> user >> nice >> system >> idle >> waiting >> irq >> softirq)) return {};
    return {(user + nice + system + irq + softirq) / ticks_per_second(), (irq + softirq) / ticks_per_second()};
}

double own_cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

} // namespace fanbench
