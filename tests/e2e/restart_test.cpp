// Nobody is refused while systemd restarts the daemon: sockets stay open in its store, or are its own
// (sd_listen_fds(3)).

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/fake_manager.hpp"
#include "support/lab_certificate.hpp"
#include "support/plain_socket.hpp"
#include "support/sanitizers.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/un.h>

#include <atomic>
#include <csignal>
#include <future>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

unsigned short port_of(int fd) {
    sockaddr_in6 address{};
    socklen_t size = sizeof address;
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin6_port); // at the same place in both families
}

Socket listening_socket(int family = AF_INET) {
    Socket socket{::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    auto const v4 = loopback(0);
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = in6addr_loopback;
    if (family == AF_INET) ::bind(socket.fd(), reinterpret_cast<sockaddr const*>(&v4), sizeof v4);
    if (family == AF_INET6) ::bind(socket.fd(), reinterpret_cast<sockaddr const*>(&v6), sizeof v6);
    ::listen(socket.fd(), 100);
    return socket;
}

/// True when nobody can connect there.
bool is_refused(unsigned short port) {
    try {
        RawConnection const connection{port};
        return false;
    } catch (std::runtime_error const&) {
        return true;
    }
}

std::string request(unsigned short port) {
    return "GET /livez HTTP/1.1\r\nConnection: close\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n";
}

HandOver what_is_stored(FakeManager const& manager) {
    HandOver handed;
    for (auto const& one : manager.stored()) {
        handed.descriptors.push_back(one.descriptor);
        handed.names += (handed.names.empty() ? "" : ":") + one.name;
    }
    return handed;
}

class Restart : public testing::Test {
protected:
    std::vector<std::string> environment(std::vector<std::string> more = {}) const {
        more.push_back(manager_.variable());
        return more;
    }
    /// Runs until it is ready, and is stopped.
    unsigned short run_once(std::vector<std::string> const& arguments = {}) {
        auto const ready = manager_.count("READY");
        DaemonProcess daemon{arguments, environment(), "serve", what_is_stored(manager_)};
        EXPECT_TRUE(manager_.wait_for("READY", ready + 1));
        auto const port = daemon.port();
        daemon.signal(SIGTERM);
        EXPECT_EQ(daemon.wait(kSlowdown * 5s), 0);
        return port;
    }

    FakeManager manager_;
};

TEST_F(Restart, ServesWhoCameWhileNobodyRan) {
    auto const port = run_once();
    ASSERT_EQ(manager_.stored().size(), 1U);
    EXPECT_EQ(manager_.stored()[0].name, "stored-http");
    RawConnection waiting{port};
    waiting.send(request(port));

    DaemonProcess const next{{}, environment(), "serve", what_is_stored(manager_)};
    EXPECT_EQ(next.port(), port) << "port 0 means the one it has";
    EXPECT_NE(waiting.receive_all().find("200 OK"), std::string::npos);
}

TEST_F(Restart, RefusesNobodyAtAnyMoment) {
    auto const port = run_once();
    std::atomic<bool> is_over = false;
    std::atomic<int> refused = 0;
    std::atomic<int> come = 0;
    std::thread visitors([&] {
        while (!is_over) {
            ++come;
            if (is_refused(port)) ++refused;
            std::this_thread::sleep_for(1ms); // the rate, nobody waits for it
        }
    });
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(run_once(), port);
    is_over = true;
    visitors.join();
    EXPECT_EQ(refused, 0) << "of " << come;
    EXPECT_EQ(manager_.stored().size(), 1U) << "it does not pile up";
}

TEST_F(Restart, KeepsABoardOutForNoLongerThanItLasts) {
    auto const port = run_once();
    auto board = std::async(std::launch::async, [port] { return open_camera(port, "porch"); });
    DaemonProcess const next{{}, environment(), "serve", what_is_stored(manager_)};
    auto camera = board.get();
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    EXPECT_TRUE(eventually([&] { return http_get(port, "/snapshot").status == 200; }));
}

TEST_F(Restart, WithAnotherAddressGivesTheStoredOneUp) {
    auto const port = std::to_string(run_once());
    Process next{
        kWatchpost, {"serve", "--bind", "0.0.0.0", "--port", port}, environment(), {}, what_is_stored(manager_)};
    ASSERT_TRUE(next.wait_for_output("listening on http://localhost:" + port)) << next.log();
    ASSERT_TRUE(manager_.wait_for("READY", 2));
    EXPECT_EQ(manager_.count("FDSTOREREMOVE"), 1U);
    ASSERT_EQ(manager_.stored().size(), 1U);
    EXPECT_EQ(http_get(port_of(manager_.stored()[0].descriptor), "/livez").status, 200);
}

TEST_F(Restart, WithAnotherPortGivesTheStoredOneUp) {
    auto const old = run_once();
    auto const free_port = port_of(listening_socket().fd());
    Process next{
        kWatchpost, {"serve", "--port", std::to_string(free_port)}, environment(), {}, what_is_stored(manager_)};
    ASSERT_TRUE(next.wait_for_output("listening on http://127.0.0.1:" + std::to_string(free_port))) << next.log();
    EXPECT_TRUE(is_refused(old)) << "who waits there would wait in vain";
}

TEST_F(Restart, WithoutTlsGivesItsSocketUp) {
    auto const secure = listening_socket();
    DaemonProcess const daemon{{}, environment(), "serve", {{secure.fd()}, "stored-https", {}}};
    EXPECT_TRUE(manager_.wait_for("FDSTOREREMOVE"));
    EXPECT_TRUE(is_refused(port_of(secure.fd())));
}

TEST_F(Restart, TakesThePortThatTlsHad) {
    auto const secure = listening_socket();
    auto const port = std::to_string(port_of(secure.fd()));
    Process next{kWatchpost, {"serve", "--port", port}, environment(), {}, {{secure.fd()}, "stored-https", {}}};
    EXPECT_TRUE(next.wait_for_output("listening on http://127.0.0.1:" + port)) << next.log();
}

TEST(SocketUnit, IsServedWhateverTheConfigurationSays) {
    auto const v4 = listening_socket();
    auto const v6 = listening_socket(AF_INET6);
    auto const port = port_of(v4.fd());
    Process daemon{
        kWatchpost, {"serve", "--bind", "127.0.0.2", "--port", "1"}, {}, {}, {{v4.fd(), v6.fd()}, "http:http", {}}};
    ASSERT_TRUE(daemon.wait_for_output("listening on http://127.0.0.1:" + std::to_string(port))) << daemon.log();
    EXPECT_EQ(http_get(port, "/livez").status, 200);
    EXPECT_NE(daemon.log().find("[::1]:" + std::to_string(port_of(v6.fd()))), std::string::npos) << daemon.log();
    EXPECT_NE(daemon.log().find("the configuration's address and port do not count"), std::string::npos);
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 5s), 0);
    EXPECT_FALSE(is_refused(port)) << "it is not ours to close";
}

TEST(SocketUnit, ServesHttpsToo) {
    auto const secure = listening_socket();
    LabCertificate const certificate;
    DaemonProcess daemon{{},
                         {"WATCHPOST_TLS_CERTIFICATE=" + certificate.certificate().string(),
                          "WATCHPOST_TLS_KEY=" + certificate.key().string()},
                         "serve",
                         {{secure.fd()}, "https", {}}};
    EXPECT_TRUE(daemon.wait_for_output("listening on https://127.0.0.1:" + std::to_string(port_of(secure.fd()))))
        << daemon.output();
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200);
}

struct Odd {
    std::string name;
    std::function<int()> make;
    std::string told;
};

void PrintTo(Odd const& given, std::ostream* out) {
    *out << given.name;
}

class OddDescriptor : public testing::TestWithParam<Odd> {};

TEST_P(OddDescriptor, IsToldAndNotUsed) {
    Socket const odd{GetParam().make()};
    ASSERT_GE(odd.fd(), 0);
    DaemonProcess const daemon{{}, {}, "serve", {{odd.fd()}, "http", {}}};
    EXPECT_NE(daemon.log().find("descriptor 3, handed over as \"http\", is not used: it " + GetParam().told),
              std::string::npos)
        << daemon.log();
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200);
}

int udp_socket() {
    return ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}
int unix_socket() {
    int const fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un nameless{};
    nameless.sun_family = AF_UNIX;
    ::bind(fd, reinterpret_cast<sockaddr const*>(&nameless), sizeof(sa_family_t));
    ::listen(fd, 1);
    return fd;
}

INSTANTIATE_TEST_SUITE_P(
    Of, OddDescriptor,
    testing::Values(Odd{"AFile", [] { return ::open("/dev/null", O_RDONLY | O_CLOEXEC); }, "is no TCP socket"},
                    Odd{"Udp", udp_socket, "is no TCP socket"}, Odd{"Unix", unix_socket, "is no TCP socket"},
                    Odd{"ASocketThatDoesNotListen", [] { return ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); },
                        "does not listen"}),
    [](auto const& given) { return given.param.name; });

TEST(HandOverThat, HasAnUnknownNameIsTold) {
    auto const socket = listening_socket();
    DaemonProcess const daemon{{}, {}, "serve", {{socket.fd()}, "watchpost.socket", {}}};
    EXPECT_NE(daemon.log().find("handed over as \"watchpost.socket\" and is not used"), std::string::npos)
        << daemon.log();
    EXPECT_NE(daemon.port(), port_of(socket.fd()));
}

TEST(HandOverThat, IsNonsenseHarmsNobody) {
    auto const socket = listening_socket();
    for (auto const& variables : std::vector<std::vector<std::string>>{{"LISTEN_FDS=many"},
                                                                       {"LISTEN_FDS=-1"},
                                                                       {"LISTEN_FDS=1000000"},
                                                                       {"LISTEN_FDS=99999999999999999999"},
                                                                       {"LISTEN_PID=1"},
                                                                       {"LISTEN_PID=me"},
                                                                       {"LISTEN_FDNAMES=http:http:http"},
                                                                       {"LISTEN_FDNAMES=\x01\xff\\"},
                                                                       {"LISTEN_FDS="}}) {
        DaemonProcess const daemon{{}, {}, "serve", {{socket.fd()}, "http", variables}};
        EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200) << variables.front();
        EXPECT_NE(daemon.port(), port_of(socket.fd())) << variables.front();
    }
}

} // namespace
} // namespace watchpost::test
