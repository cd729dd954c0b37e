#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace watchpost::doctor {

/// What a container leaves in sight of who runs in it. Each may be missing.
struct ContainerFacts {
    bool has_dockerenv = false;     ///< /.dockerenv
    bool has_containerenv = false;  ///< /run/.containerenv
    std::string systemd_container;  ///< /run/systemd/container
    std::string first_environment;  ///< /proc/1/environ, when we may read it
    std::string first_cgroup;       ///< /proc/1/cgroup
    std::string container_variable; ///< `container` of our own environment
    bool has_kubernetes = false;    ///< our environment names a Kubernetes
};

/// The sign that this is a container, in a few words; nothing when there is none (container_interface of systemd).
std::optional<std::string> container_sign(ContainerFacts const& facts);

/// Of this machine, below `root`, and of our environment.
ContainerFacts read_container_facts(std::filesystem::path const& root = "/");

} // namespace watchpost::doctor
