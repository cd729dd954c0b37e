#include "support/daemon_in_process.hpp"
#include "support/metrics.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

/// In the child: clients that had their sockets before the descriptors ran out.
class Exhausted {
public:
    Exhausted() {
        for (int& fd : clients_)
            fd = socket(AF_INET, SOCK_STREAM, 0);
    }

    void run_out() {
        int const next = dup(0);
        limit(static_cast<rlim_t>(next));
        close(next);
        require(open("/dev/null", O_RDONLY) < 0, "the descriptors have run out");
    }
    void recover() { limit(before_.rlim_cur); }

    void dial(int client) const {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(daemon_.port());
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        require(connect(clients_[client], reinterpret_cast<sockaddr const*>(&address), sizeof address) == 0, "dialled");
    }
    /// An answer, or the end of its connection.
    bool hears(int client, std::chrono::milliseconds limit) const {
        pollfd watched{clients_[client], POLLIN, 0};
        return poll(&watched, 1, static_cast<int>(limit.count())) > 0;
    }
    bool is_served(int client) const {
        std::string const request = "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n";
        if (send(clients_[client], request.data(), request.size(), MSG_NOSIGNAL) < 0) return false;
        std::string answer;
        while (!answer.ends_with("ok\n") && hears(client, 20s)) {
            char chunk[1024];
            auto const n = recv(clients_[client], chunk, sizeof chunk, 0);
            if (n <= 0) return false;
            answer.append(chunk, static_cast<std::size_t>(n));
        }
        return answer.starts_with("HTTP/1.1 200 ");
    }

    static void require(bool holds, char const* what) {
        if (holds) return;
        std::fprintf(stderr, "does not hold: %s\n", what);
        std::_Exit(1);
    }

    DaemonInProcess& daemon() { return daemon_; }

private:
    void limit(rlim_t descriptors) {
        rlimit const wanted{descriptors, before_.rlim_max};
        require(setrlimit(RLIMIT_NOFILE, &wanted) == 0, "setrlimit");
    }

    rlimit before_ = [] {
        rlimit now{};
        getrlimit(RLIMIT_NOFILE, &now);
        return now;
    }();
    int clients_[6]{};
    DaemonInProcess daemon_;
};

// Exits with 0 when everything holds, so that nothing of this reaches the other tests.
void accept_without_descriptors() {
    Exhausted scene;
    constexpr int early = 0;
    scene.dial(early);
    scene.require(scene.is_served(early), "a client is served before");
    metric(scene.daemon().port(), "asks the disk, which has been listed then");
    scene.daemon().let_beat();

    scene.run_out();
    for (int const client : {1, 2, 3})
        scene.dial(client);
    scene.require(scene.hears(1, 20s), "the first is let go with the spare descriptor");
    scene.daemon().let_beat();
    scene.daemon().let_beat();
    scene.require(!scene.hears(2, 0ms), "no further accept before the pause is over: it does not spin");
    scene.require(scene.is_served(early), "who is in does not notice");

    scene.daemon().advance(99ms);
    scene.daemon().let_beat();
    scene.require(!scene.hears(2, 0ms), "the pause is 100 ms");
    scene.daemon().advance(1ms);
    scene.require(scene.hears(2, 20s), "the next is let go after the pause");
    scene.daemon().let_beat();
    scene.require(!scene.hears(3, 0ms), "one each pause");
    scene.daemon().advance(100ms);
    scene.require(scene.hears(3, 20s), "and the last");
    scene.daemon().advance(100ms); // nobody waits in this pause
    scene.daemon().let_beat();

    scene.recover();
    scene.dial(4);
    scene.daemon().advance(100ms);
    scene.require(scene.is_served(4), "who comes is served when there are descriptors again");
    scene.dial(5);
    scene.require(scene.is_served(5), "and so is who comes later");
    auto const refused =
        metric(scene.daemon().port(), R"(watchpost_connections_refused_total{reason="no_descriptor"})");
    scene.require(refused == 3, "who was let go is counted, and no pause");
    std::_Exit(0);
}

TEST(Listener, pauses_without_descriptors_and_goes_on_by_itself) {
    EXPECT_EXIT(accept_without_descriptors(), testing::ExitedWithCode(0), "");
}

} // namespace
} // namespace watchpost::test
