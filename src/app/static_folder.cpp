#include "static_folder.hpp"

namespace watchpost::app {

std::filesystem::path find_static_folder(std::filesystem::path const& configured) {
    if (!configured.empty()) return configured;
    std::error_code error;
    auto const binary = std::filesystem::read_symlink("/proc/self/exe", error);
    return binary.parent_path().parent_path() / "share/watchpost/static";
}

} // namespace watchpost::app
