// Two hundred connections, sixty-four descriptors: nobody who is in notices, the daemon neither ends nor spins, and it
// is back as soon as there is room (SECURITY rule 24).

#include "support/bystanders.hpp"
#include "support/daemon_process.hpp"
#include "support/durations.hpp"
#include "support/eventually.hpp"
#include "support/metrics.hpp"
#include "support/plain_socket.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr rlim_t kDescriptors = 64;
constexpr std::size_t kConnections = 200;
/// The listener drops a connection for each of these pauses of 100 ms, and does nothing else.
constexpr std::size_t kPauses = 15;

/// What a process has used of the processor until now (proc(5), /proc/pid/stat).
std::chrono::milliseconds processor_time(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream fields(text.substr(text.rfind(')') + 1));
    std::string skipped;
    for (int i = 3; i < 14; ++i)
        fields >> skipped;
    long user = 0;
    long system = 0;
    fields >> user >> system;
    return std::chrono::milliseconds((user + system) * 1000 / sysconf(_SC_CLK_TCK));
}

TEST(FewDescriptors, for_many_connections_harm_nobody_who_is_in) {
    DaemonProcess daemon;
    auto camera = open_camera(daemon.port(), "cam");
    auto viewer = WsClient::open(daemon.port(), "/ws/video?camera=cam");
    auto pico = WsClient::open(daemon.port(), "/ws/pico", {{"X-Device-ID", "pico"}});
    std::uint32_t frames = 0;
    auto const expect_served = [&] {
        auto const frame = as_text(tiny_jpeg(320, 240, 2000, ++frames));
        camera.send_binary(frame);
        EXPECT_TRUE(viewer.receive_binary() == frame);
        pico.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(pico.receive_text_with(R"("type":"pong")"));
    };
    expect_served();
    rlimit const few{kDescriptors, kDescriptors};
    ASSERT_EQ(prlimit(daemon.id(), RLIMIT_NOFILE, &few, nullptr), 0);

    // Given more connections than there are descriptors for
    std::vector<Socket> many;
    for (std::size_t i = 0; i < kConnections; ++i)
        many.emplace_back(dial(daemon.port()));
    ASSERT_TRUE(daemon.wait_for_output("listener: Too many open files"));
    auto const begin = Clock::now();
    auto const used_before = processor_time(daemon.id());
    auto const gone_before = with_news(many);

    // then it lets go of one in each pause, and serves who is in
    ASSERT_TRUE(eventually([&] { return with_news(many) >= gone_before + kPauses; }));
    auto const used = processor_time(daemon.id()) - used_before;
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    EXPECT_LT(used, took / 4) << "it spins: " << used.count() << " of " << took.count() << " ms";
    for (int i = 0; i < 10; ++i)
        expect_served();

    // and everybody again within a second after the others have gone.
    many.clear();
    auto const gone = Clock::now();
    ASSERT_TRUE(eventually([&] { return http_get(daemon.port(), "/livez").status == 200; }));
    EXPECT_LT(Clock::now() - gone, kSlowdown * 1s);
    EXPECT_TRUE(open_camera(daemon.port(), "late").is_open());
    expect_served();
    EXPECT_TRUE(daemon.is_running());
    EXPECT_EQ(daemon.log().find("[error]"), std::string::npos) << daemon.log();
    EXPECT_EQ(device(daemon.port(), "cam")["reconnects"], 0);
    EXPECT_GE(metric(daemon.port(), R"(watchpost_connections_refused_total{reason="no_descriptor"})"), kPauses);
}

} // namespace
} // namespace watchpost::test
