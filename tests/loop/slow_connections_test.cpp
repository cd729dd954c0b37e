// A thousand connections that are slow on purpose hold nobody up, and none outlives its deadline (SECURITY rule 21).

#include "support/daemon_in_process.hpp"
#include "support/descriptors.hpp"
#include "support/durations.hpp"
#include "support/http_client.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"
#include "support/plain_socket.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <filesystem>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kSlow = 1000;
constexpr int kSnapshots = 15;
/// The buffer of a reader that wants to be slow.
constexpr int kSlowReadersBuffer = 4 * 1024;

struct Kind {
    std::string name;
    std::string request_line;    ///< what each of them begins with; a Host header follows,
    std::string begin;           ///< then this
    std::string drop;            ///< and again and again
    std::chrono::seconds within; ///< from `begin`
    int receive_buffer = 0;
};

void PrintTo(Kind const& kind, std::ostream* out) {
    *out << kind.name;
}

class SlowConnections : public testing::TestWithParam<Kind> {
protected:
    SlowConnections() {
        frame_ = jpeg_of_size(150'000, 800, 600);
        camera_.send_binary({frame_.begin(), frame_.end()});
        EXPECT_TRUE(eventually([this] { return snapshot().status == 200; }));
    }

    HttpReply snapshot() const { return http_get(daemon_.port(), "/api/v1/cameras/cam/frame.jpeg"); }

    void open_all() {
        metric(daemon_.port(), "asks the disk, which has been listed then");
        daemon_.let_beat(); // the daemon's ends of what is over are gone
        before_ = open_descriptors();
        auto const host = "Host: 127.0.0.1:" + std::to_string(daemon_.port()) + "\r\n";
        auto const& line = GetParam().request_line;
        for (std::size_t i = 0; i < kSlow; ++i) {
            slow_.emplace_back(dial(daemon_.port(), GetParam().receive_buffer));
            if (!line.empty()) slow_.back().send(line + "\r\n" + host + GetParam().begin);
        }
    }
    void feed_all() {
        if (GetParam().drop.empty()) return;
        for (auto const& one : slow_)
            one.send(GetParam().drop);
    }
    /// The kernel gives up who reads nothing for 20 s (TCP_USER_TIMEOUT), on a clock that no test moves. Here it has
    /// patience with them: the daemon's ends of the connections are in this process.
    void make_the_kernel_patient() {
        for (auto const& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            int const fd = std::stoi(entry.path().filename());
            sockaddr_in local{};
            socklen_t size = sizeof local;
            unsigned const as_long_as_usual = 0;
            if (getsockname(fd, reinterpret_cast<sockaddr*>(&local), &size) == 0 &&
                local.sin_port == htons(daemon_.port()))
                setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &as_long_as_usual, sizeof as_long_as_usual);
        }
    }
    /// Both ends of each connection are in this process.
    std::size_t open_at_the_daemon() const { return open_descriptors() - before_ - slow_.size(); }

    Bytes frame_;
    DaemonInProcess daemon_;
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", "cam"}});
    std::size_t before_ = 0;
    std::vector<Socket> slow_;
};

TEST_P(SlowConnections, do_not_hold_an_honest_snapshot_up_and_are_freed_within_their_deadline) {
    ASSERT_TRUE(allow_descriptors(2 * kSlow + 200));
    // Given a thousand of them, when each has done a little,
    open_all();
    Durations took;
    for (int i = 0; i < kSnapshots; ++i) {
        feed_all();
        make_the_kernel_patient();
        // then one who asks for the picture has it at once.
        took.measure([this] {
            auto const reply = snapshot();
            EXPECT_EQ(reply.status, 200);
            EXPECT_TRUE(reply.body == std::string(frame_.begin(), frame_.end()));
        });
    }
    RecordProperty("median_ms", std::to_string(took.median().count()));
    RecordProperty("longest_ms", std::to_string(took.longest().count()));
    EXPECT_LT(took.median(), kSlowdown * 300ms) << "the longest took " << took.longest().count() << " ms";

    // (on a slow machine the answers may have begun only now)
    auto const have_begun = [this] { return with_news(slow_) == kSlow; };
    EXPECT_TRUE(GetParam().receive_buffer == 0 || eventually(have_begun, kSlowdown * 10s));
    make_the_kernel_patient();

    // They may go on until their deadline, however much they send meanwhile,
    daemon_.advance(GetParam().within - 100ms);
    daemon_.let_beat();
    feed_all();
    EXPECT_EQ(snapshot().status, 200);
    EXPECT_GE(open_at_the_daemon(), kSlow);
    // and no longer.
    daemon_.advance(100ms);
    daemon_.let_beat();
    EXPECT_TRUE(eventually([this] { return open_at_the_daemon() == 0; })) << open_at_the_daemon();
    EXPECT_EQ(snapshot().status, 200);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, SlowConnections,
    testing::Values(Kind{"headers", "GET / HTTP/1.1", "X-Slow: ", "x", 5s},
                    Kind{"upgrade", "GET /ws/pico HTTP/1.1", "Upgrade: websocket\r\nX-Slow: ", "x", 5s},
                    Kind{"body", "POST /api/v1/devices/pico/servo HTTP/1.1",
                         "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{", " ", 10s},
                    Kind{"silence", "", "", "", 5s},
                    // The kernel takes a small part of the picture, the rest waits here.
                    Kind{"reading", "GET /api/v1/cameras/cam/frame.jpeg HTTP/1.1", "\r\n", "", 30s,
                         kSlowReadersBuffer}),
    [](auto const& given) { return given.param.name; });

} // namespace
} // namespace watchpost::test
