#include "machine.hpp"

#include <sys/statvfs.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <string>

namespace watchpost::api {
namespace {

std::string contents(char const* path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The next number behind blanks.
std::optional<std::uint64_t> take_number(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::uint64_t value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    return value;
}

std::optional<std::uint64_t> number_behind(std::string_view text, std::string_view mark) {
    auto const begin = text.find(mark);
    if (begin == std::string_view::npos) return std::nullopt;
    text.remove_prefix(begin + mark.size());
    return take_number(text);
}

double percent(double part, double whole) {
    return 100.0 * part / whole;
}

} // namespace

std::optional<double> free_percent(std::filesystem::path folder) {
    struct statvfs disk {};
    while (::statvfs(folder.c_str(), &disk) != 0) {
        if (!folder.has_relative_path()) return std::nullopt;
        folder = folder.parent_path();
    }
    if (disk.f_blocks == 0) return std::nullopt;
    return percent(static_cast<double>(disk.f_bavail), static_cast<double>(disk.f_blocks));
}

std::optional<CpuTimes> read_cpu_times(std::string_view proc_stat) {
    // user nice system idle iowait irq softirq steal; guest time is counted in user already (proc(5)).
    constexpr std::size_t fields = 8;
    if (!proc_stat.starts_with("cpu ")) return std::nullopt;
    auto line = proc_stat.substr(0, proc_stat.find('\n'));
    line.remove_prefix(4);
    std::array<std::uint64_t, fields> times{};
    for (auto& time : times) {
        auto const value = take_number(line);
        if (!value) return std::nullopt;
        time = *value;
    }
    CpuTimes sum;
    for (auto const time : times)
        sum.total += time;
    sum.busy = sum.total - times[3] - times[4];
    return sum;
}

std::optional<double> read_ram_percent(std::string_view proc_meminfo) {
    auto const total = number_behind(proc_meminfo, "MemTotal:");
    auto const available = number_behind(proc_meminfo, "MemAvailable:");
    if (!total || !available || *total == 0 || *available > *total) return std::nullopt;
    return percent(static_cast<double>(*total - *available), static_cast<double>(*total));
}

std::optional<double> cpu_percent(CpuTimes const& before, CpuTimes const& after) {
    if (after.total <= before.total || after.busy < before.busy) return std::nullopt;
    return percent(static_cast<double>(after.busy - before.busy), static_cast<double>(after.total - before.total));
}

MachineLoad read_machine(std::filesystem::path const& folder) {
    return {read_cpu_times(contents("/proc/stat")), read_ram_percent(contents("/proc/meminfo")), free_percent(folder)};
}

} // namespace watchpost::api
