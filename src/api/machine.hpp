#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>

namespace watchpost::api {

/// Time that all processors have spent since the machine started, in the kernel's ticks.
struct CpuTimes {
    std::uint64_t busy = 0;
    std::uint64_t total = 0;
};

/// From the text of /proc/stat; nothing when it is not what Linux writes.
std::optional<CpuTimes> read_cpu_times(std::string_view proc_stat);

/// From the text of /proc/meminfo: the share that nothing could have without swapping.
std::optional<double> read_ram_percent(std::string_view proc_meminfo);

/// How busy the processors were between two readings; nothing when no time passed.
std::optional<double> cpu_percent(CpuTimes const& before, CpuTimes const& after);

/// How the machine does, as far as it says.
struct MachineLoad {
    std::optional<CpuTimes> cpu;
    std::optional<double> ram_percent;
    std::optional<double> free_percent; ///< of the disk that holds `folder`, or the place where it will be made
};

/// Of the disk that holds `folder`, or the place where it will be made; nothing when it does not say. May wait for the
/// disk: never on the loop.
std::optional<double> free_percent(std::filesystem::path folder);

/// Reads files and may wait for a disk: never on the loop.
MachineLoad read_machine(std::filesystem::path const& folder);

} // namespace watchpost::api
