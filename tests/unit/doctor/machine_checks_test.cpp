#include "checks.hpp"
#include "finding_matchers.hpp"
#include "service_eyes.hpp"
#include "support/temporary_file.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

namespace watchpost::doctor {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using testing::ElementsAre;

bool is_root() {
    return ::geteuid() == 0;
}

Machine as_nobody() {
    Machine machine;
    machine.account = "nobody";
    return machine;
}

TEST(ServiceEyes, SeeWhatTheServicesUserMayAndRootSeesAllAgainAfterwards) {
    if (!is_root()) GTEST_SKIP() << "only root can look as somebody else";
    test::TemporaryFile const file("secret", 0600);
    ::chmod(file.path().parent_path().c_str(), 0755);
    {
        ServiceEyes const eyes("nobody");
        EXPECT_FALSE(std::ifstream(file.path()).is_open());
    }
    EXPECT_TRUE(std::ifstream(file.path()).is_open());
    ServiceEyes const eyes("no-such-account");
    EXPECT_TRUE(std::ifstream(file.path()).is_open());
}

/// capabilities(7)
void give_up(unsigned capability) {
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct rights[_LINUX_CAPABILITY_U32S_3]{};
    EXPECT_EQ(::syscall(SYS_capget, &header, rights), 0);
    rights[capability / 32].effective &= ~(1U << capability % 32);
    EXPECT_EQ(::syscall(SYS_capset, &header, rights), 0);
}

/// In a child, so that nothing of this reaches the other tests.
[[noreturn]] void look_without(unsigned capability) {
    give_up(capability);
    auto const group = ::getegid();
    EXPECT_EQ(ServiceEyes("nobody").failure(), "Operation not permitted");
    EXPECT_EQ(::geteuid(), 0U);
    EXPECT_EQ(::getegid(), group);
    EXPECT_THAT(check_account({}, as_nobody()),
                ElementsAre(Says("warn  account: this root cannot look as ", "Operation not permitted")));
    std::_Exit(testing::Test::HasFailure() ? 1 : 0);
}

TEST(ServiceEyes, OfARootWithFewRightsSaySoAndLookAsRoot) {
    if (!is_root()) GTEST_SKIP() << "only root can look as somebody else";
#ifdef __SANITIZE_THREAD__
    GTEST_SKIP() << "the sanitizer has a thread of its own, which keeps its rights; glibc ends who is so divided";
#endif
    for (auto const capability : {CAP_SETUID, CAP_SETGID})
        EXPECT_EXIT(look_without(static_cast<unsigned>(capability)), testing::ExitedWithCode(0), "") << capability;
}

class Ports : public testing::Test {
protected:
    Ports() { settings_.listen.port = other_.local_endpoint().port(); }

    std::string beginning(std::string const& grade) const {
        return grade + "listen.port " + std::to_string(settings_.listen.port) + ": ";
    }

    boost::asio::io_context loop_;
    tcp::acceptor other_{loop_, tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0)};
    settings::Settings settings_;
};

TEST_F(Ports, ATakenOneIsToldWithWhoHasIt) {
    auto const who = "taken by unit_doctor (process " + std::to_string(::getpid()) + "); stop that";
    EXPECT_THAT(check_ports(settings_, {}), ElementsAre(Says(beginning("fail  "), who)));
    Machine blind;
    blind.proc = "/nonexistent";
    EXPECT_THAT(check_ports(settings_, blind), ElementsAre(Says(beginning("fail  "), "run doctor with sudo")));
    other_.close();
    EXPECT_THAT(check_ports(settings_, {}), ElementsAre(Says(beginning("ok    "), "free on 127.0.0.1")));
}

TEST_F(Ports, AreLookedAtBothWithTls) {
    settings_.tls.certificate = "/c";
    settings_.tls.port = settings_.listen.port;
    settings_.listen.port = 0;
    EXPECT_THAT(check_ports(settings_, {}),
                ElementsAre(Says("ok    listen.port 0: ", "a free port"), Says("fail  tls.port ", "\"tls.port\"")));
}

TEST_F(Ports, AnAddressOfAnotherMachineIsTold) {
    settings_.listen.address = "203.0.113.9";
    EXPECT_THAT(check_ports(settings_, {}), ElementsAre(Says(beginning("fail  "), "cannot be had on 203.0.113.9")));
}

TEST_F(Ports, AWordForSeveralAddressesMeansAllOfThem) {
    settings_.listen.address = "auto";
    EXPECT_THAT(check_ports(settings_, {}), ElementsAre(Says(beginning("fail  "), "taken by unit_doctor")));
}

TEST_F(Ports, WhatOnlyRootMayHaveTheServiceMayNot) {
    if (!is_root()) GTEST_SKIP() << "only root can look as somebody else";
    settings_.listen.port = 99;
    EXPECT_THAT(check_ports(settings_, as_nobody()), ElementsAre(Says("fail  listen.port 99: ", "below 1024")));
}

class Storage : public testing::Test {
protected:
    test::TemporaryFolder folder_;
    settings::Settings settings_ = [this] {
        settings::Settings settings;
        settings.data_dir = folder_.path() / "data";
        return settings;
    }();
};

TEST_F(Storage, TheDataFolderIsThereOrCanBeMadeOrNot) {
    EXPECT_THAT(check_data_folder(settings_, {}), ElementsAre(Says("ok    data directory: ", "can be made")));
    std::filesystem::create_directory(settings_.data_dir);
    EXPECT_THAT(check_data_folder(settings_, {}), ElementsAre(Says("ok    data directory: ", "can be written")));
    ::chmod(folder_.path().c_str(), 0755);
    ::chmod(settings_.data_dir.c_str(), is_root() ? 0755 : 0555);
    EXPECT_THAT(check_data_folder(settings_, as_nobody()),
                ElementsAre(Says("fail  data directory: ", "chown nobody: " + settings_.data_dir.string())));
}

TEST_F(Storage, AFolderThatCannotBeMadeIsToBeMadeByRoot) {
    settings_.data_dir = "/proc/watchpost";
    EXPECT_THAT(check_data_folder(settings_, as_nobody()),
                ElementsAre(Says("fail  data directory: ", "install -d -m 750 -o nobody -g nobody /proc/watchpost")));
}

/// Of the package.
Machine with_a_strict_unit() {
    Machine machine;
    machine.unit = ServiceUnit{ServiceUnit::Homes::hidden, true, {"/var/lib/watchpost"}};
    return machine;
}

std::string const kKept = is_root() ? "fail  unit: " : "warn  unit: ";

TEST_F(Storage, AUnitThatKeepsTheServiceFromWritingThereIsTold) {
    EXPECT_THAT(check_unit(settings_, {}), testing::IsEmpty()) << "there is no unit";
    auto machine = with_a_strict_unit();
    settings_.data_dir = "/var/lib/watchpost/";
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says("ok    unit: ", "where it must")));
    settings_.data_dir = "/var/lib/watchpost-2";
    EXPECT_THAT(check_unit(settings_, machine),
                ElementsAre(Says(kKept, "add ReadWritePaths=\"/var/lib/watchpost-2\" below [Service]")));
    settings_.data_dir = "/srv/my 100% \"photos\"";
    EXPECT_THAT(check_unit(settings_, machine),
                ElementsAre(Says(kKept, R"(ReadWritePaths="/srv/my 100%% \"photos\"" below)")));
    machine.unit->is_read_only = false;
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says("ok    unit: ", "")));
}

TEST_F(Storage, AUnitThatHidesHomesIsTold) {
    using Homes = ServiceUnit::Homes;
    auto machine = with_a_strict_unit();
    settings_.data_dir = "/home/ann/photos";
    EXPECT_THAT(check_unit(settings_, machine),
                ElementsAre(Says(kKept, R"(ProtectHome=no and ReadWritePaths="/home/ann/photos")")));
    machine.unit->writable.emplace_back("/home/ann");
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says(kKept, "add ProtectHome=no below")));
    machine.unit->homes = Homes::read_only;
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says(kKept, "add ProtectHome=no below")));
    machine.unit->homes = Homes::open;
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says("ok    unit: ", "")));
}

TEST_F(Storage, SecretsNeedOnlyBeSeenByTheService) {
    using Homes = ServiceUnit::Homes;
    auto machine = with_a_strict_unit();
    settings_.data_dir = "/var/lib/watchpost";
    settings_.secrets_file = "/etc/watchpost/secrets.json";
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says("ok    unit: ", "")));
    settings_.secrets_file = "/root/watchpost.json";
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says(kKept, "add ProtectHome=read-only below")));
    machine.unit->homes = Homes::read_only;
    EXPECT_THAT(check_unit(settings_, machine), ElementsAre(Says("ok    unit: ", "")));
}

TEST_F(Storage, RoomIsWantedForThePhotosThatMayStillCome) {
    settings_.photos.max_bytes = 1000;
    EXPECT_THAT(check_free_space(settings_, {}), ElementsAre(Says("ok    free space: ", "0 MiB more")));
    settings_.photos.max_bytes = 1ULL << 60U;
    EXPECT_THAT(check_free_space(settings_, {}), ElementsAre(Says("warn  free space: ", "photos.max_bytes")));
    settings_.data_dir = "/proc/watchpost"; // a file system without any room
    EXPECT_THAT(check_free_space(settings_, {}), ElementsAre(Says("fail  free space: ", "0 MiB are free")));
}

TEST_F(Storage, PhotosThatAreThereTakeNoMoreRoom) {
    std::filesystem::create_directories(settings_.data_dir / "photos/cam");
    test::write_text(settings_.data_dir / "photos/cam/one.jpeg", std::string(3 << 20U, 'x'));
    settings_.photos.max_bytes = 5U << 20U;
    EXPECT_THAT(check_free_space(settings_, {}), ElementsAre(Says("ok    free space: ", "2 MiB more")));
}

TEST(Clock, IsNotBeforeTheBuildAndSynchronised) {
    Machine machine;
    machine.now = WallTime(std::chrono::sys_days(std::chrono::year(2001) / 1 / 1));
    machine.clock_is_synchronised = true;
    EXPECT_THAT(check_clock({}, machine), ElementsAre(Says("fail  clock: ", "it says 2001-01-01T")));
    machine.now = SystemClock().wall();
    EXPECT_THAT(check_clock({}, machine), ElementsAre(Says("ok    clock: ", "synchronised")));
    machine.clock_is_synchronised = false;
    EXPECT_THAT(check_clock({}, machine), ElementsAre(Says("warn  clock: ", "not synchronised")));
    machine.clock_is_synchronised.reset();
    EXPECT_THAT(check_clock({}, machine), ElementsAre(Says("warn  clock: ", "does not say")));
}

TEST(Descriptors, MustDoForAllConnections) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    settings::Settings settings;
    settings.limits.max_connections = static_cast<std::size_t>(limit.rlim_max);
    EXPECT_THAT(check_descriptors(settings, {}), ElementsAre(Says("warn  open files: ", "LimitNOFILE=")));
    settings.limits.max_connections = 1;
    EXPECT_THAT(check_descriptors(settings, {}), ElementsAre(Says("ok    open files: ", "65 needed")));
}

TEST(Mdns, NeedsAvahiAndTheAnnouncementOfThePort) {
    test::TemporaryFolder const folder;
    Machine machine;
    machine.avahi_socket = folder.path() / "socket";
    machine.avahi_service = folder.path() / "watchpost.service";
    settings::Settings settings;
    EXPECT_THAT(check_mdns(settings, machine), ElementsAre(Says("warn  mDNS: ", "apt install avahi-daemon")));
    using boost::asio::local::stream_protocol;
    boost::asio::io_context loop;
    stream_protocol::acceptor avahi(loop, stream_protocol::endpoint(machine.avahi_socket.string()));
    EXPECT_THAT(check_mdns(settings, machine), ElementsAre(Says("warn  mDNS: ", "is not there")));
    std::filesystem::copy_file(WATCHPOST_SOURCE_DIR "/config/avahi/watchpost.service", machine.avahi_service);
    EXPECT_THAT(check_mdns(settings, machine), ElementsAre(Says("ok    mDNS: ", "port 3000")));
    settings.listen.port = 3001;
    EXPECT_THAT(check_mdns(settings, machine), ElementsAre(Says("warn  mDNS: ", "does not announce port 3001")));
    avahi.close(); // the file is still there
    EXPECT_THAT(check_mdns(settings, machine), ElementsAre(Says("warn  mDNS: ", "does not run")));
}

} // namespace
} // namespace watchpost::doctor
