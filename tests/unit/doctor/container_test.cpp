#include "support/temporary_folder.hpp"

#include <watchpost/doctor/container.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace watchpost::doctor {
namespace {

using namespace std::string_literals;

TEST(ContainerSign, is_none_on_a_plain_machine) {
    ContainerFacts facts;
    EXPECT_EQ(container_sign(facts), std::nullopt);
    facts.first_environment = "HOME=/\0TERM=linux\0init=/sbin/init\0"s;
    facts.first_cgroup = "0::/init.scope\n";
    EXPECT_EQ(container_sign(facts), std::nullopt);
    facts.first_environment = "not_container=lxc\0containers=1\0container=\0"s;
    facts.first_cgroup = "12:cpu:/user.slice/docker.service\n0::/system.slice/docker.service\n";
    EXPECT_EQ(container_sign(facts), std::nullopt) << "who runs containers is in none for that";
}

TEST(ContainerSign, is_each_of_what_container_managers_leave) {
    std::vector<ContainerFacts> all;
    auto const add = [&all](auto change) {
        ContainerFacts facts;
        change(facts);
        all.push_back(facts);
    };
    add([](auto& facts) { facts.has_dockerenv = true; });
    add([](auto& facts) { facts.has_containerenv = true; });
    add([](auto& facts) { facts.systemd_container = "lxc\n"; });
    add([](auto& facts) { facts.first_environment = "HOME=/\0container=systemd-nspawn\0"s; });
    add([](auto& facts) { facts.first_environment = "container=podman"s; });
    add([](auto& facts) { facts.container_variable = "oci"; });
    add([](auto& facts) { facts.has_kubernetes = true; });
    for (auto const* cgroup : {"1:name=systemd:/docker/0123456789ab\n", "0::/system.slice/docker-0123.scope\n",
                               "11:cpu:/kubepods/besteffort/pod1\n", "0::/kubepods.slice/x\n",
                               "0::/machine.slice/libpod-0123.scope\n", "5:memory:/lxc/web\n", "0::/lxc.payload.web\n"})
        add([cgroup](auto& facts) { facts.first_cgroup = cgroup; });
    for (std::size_t i = 0; i < all.size(); ++i)
        EXPECT_NE(container_sign(all[i]), std::nullopt) << i;
}

TEST(ContainerFacts, are_read_from_where_they_are) {
    test::TemporaryFolder const root;
    auto const without_variables = [&root] {
        auto facts = read_container_facts(root.path());
        facts.container_variable.clear(); // of the machine of this test
        facts.has_kubernetes = false;
        return facts;
    };
    EXPECT_EQ(container_sign(without_variables()), std::nullopt);
    auto const put = [&root](std::string const& path, std::string const& text) {
        std::filesystem::create_directories((root.path() / path).parent_path());
        std::ofstream(root.path() / path, std::ios::binary) << text;
    };
    for (auto const& [path, text] : {std::pair{".dockerenv"s, ""s},
                                     {"run/.containerenv"s, ""s},
                                     {"run/systemd/container"s, "docker"s},
                                     {"proc/1/environ"s, "A=1\0container=x\0"s},
                                     {"proc/1/cgroup"s, "0::/docker/1\n"s}}) {
        put(path, text);
        EXPECT_NE(container_sign(without_variables()), std::nullopt) << path;
        std::filesystem::remove(root.path() / path);
    }
}

} // namespace
} // namespace watchpost::doctor
