#include <watchpost/doctor/container.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>

namespace watchpost::doctor {
namespace {

/// Parts of the paths that container managers give their groups.
constexpr std::array<std::string_view, 7> kGroups{"/docker/", "/docker-",     "/kubepods",  "/libpod-",
                                                  "/lxc/",    "/lxc.payload", "/containerd"};

std::string contents(std::filesystem::path const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The value of `name` in "NAME=VALUE\0NAME=VALUE\0".
std::string_view value_in(std::string_view environment, std::string_view name) {
    while (!environment.empty()) {
        auto entry = environment.substr(0, environment.find('\0'));
        environment.remove_prefix(std::min(entry.size() + 1, environment.size()));
        if (!entry.starts_with(name)) continue;
        entry.remove_prefix(name.size());
        if (entry.starts_with('=')) return entry.substr(1);
    }
    return {};
}

std::string variable(char const* name) {
    auto const* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

} // namespace

std::optional<std::string> container_sign(ContainerFacts const& facts) {
    if (facts.has_dockerenv) return "/.dockerenv is there";
    if (facts.has_containerenv) return "/run/.containerenv is there";
    if (!facts.systemd_container.empty()) return "/run/systemd/container is there";
    if (!value_in(facts.first_environment, "container").empty()) return "its first process has the variable container";
    if (!facts.container_variable.empty()) return "the variable container is set";
    if (facts.has_kubernetes) return "the variable KUBERNETES_SERVICE_HOST is set";
    for (auto const group : kGroups)
        if (facts.first_cgroup.find(group) != std::string::npos) return "its first process is in a container's cgroup";
    return std::nullopt;
}

ContainerFacts read_container_facts(std::filesystem::path const& root) {
    std::error_code ignored;
    ContainerFacts facts;
    facts.has_dockerenv = std::filesystem::exists(root / ".dockerenv", ignored);
    facts.has_containerenv = std::filesystem::exists(root / "run/.containerenv", ignored);
    facts.systemd_container = contents(root / "run/systemd/container");
    facts.first_environment = contents(root / "proc/1/environ");
    facts.first_cgroup = contents(root / "proc/1/cgroup");
    facts.container_variable = variable("container");
    facts.has_kubernetes = !variable("KUBERNETES_SERVICE_HOST").empty();
    return facts;
}

} // namespace watchpost::doctor
