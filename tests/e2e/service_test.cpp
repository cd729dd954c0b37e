// What the daemon tells systemd of itself: ready, who is there, loading its configuration again, stopping
// (CONVENTIONS, "systemd").

#include "support/bystanders.hpp"
#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/fake_manager.hpp"
#include "support/hanging_calls.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <csignal>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto kGood = R"({"log_level":"info"})";
constexpr auto kWrong = R"({"listen":{"port":99999}})";

class Service : public testing::Test {
protected:
    void reload(std::string const& text) {
        std::ofstream(file_.path()) << text;
        daemon_.signal(SIGHUP);
    }

    FakeManager manager_;
    TemporaryFile file_{kGood};
    HangingCalls calls_;
    DaemonProcess daemon_{{"--config", file_.path().string()}, [this] {
                              auto environment = calls_.environment(WATCHPOST_HANGING_CALLS);
                              environment.push_back(manager_.variable());
                              return environment;
                          }()};
    unsigned short const port_ = daemon_.port();
};

TEST_F(Service, IsReadyOnceItListensAndSaysWhoIsThere) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    auto const all = manager_.messages();
    EXPECT_EQ(all.back().at("STATUS"), "0 cameras, 0 picos, 0 viewers");
    EXPECT_EQ(http_get(port_, "/readyz").status, 200);

    auto const camera = open_camera(port_, "porch");
    auto const pico = WsClient::open(port_, "/ws/pico");
    auto const viewer = WsClient::open(port_, "/ws/video");
    auto second = WsClient::open(port_, "/ws/video");
    EXPECT_TRUE(manager_.wait_for_status("1 camera, 1 pico, 2 viewers")) << manager_.status();
    second.vanish();
    EXPECT_TRUE(manager_.wait_for_status("1 camera, 1 pico, 1 viewer")) << manager_.status();
    EXPECT_EQ(manager_.count("READY"), 1U);
    EXPECT_EQ(manager_.count("WATCHDOG"), 0U) << "nobody asked for it";
}

TEST_F(Service, SaysThatItStops) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    daemon_.signal(SIGTERM);
    EXPECT_EQ(daemon_.wait(kSlowdown * 5s), 0);
    EXPECT_TRUE(manager_.wait_for("STOPPING"));
    EXPECT_TRUE(manager_.messages().back().contains("STOPPING")) << "and nothing after that";
}

TEST_F(Service, SaysWhatIsWrongWithTheConfigurationUntilOneIsRight) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    reload(kWrong);
    ASSERT_TRUE(manager_.wait_for("READY", 2));
    EXPECT_THAT(manager_.status(), HasSubstr("the configuration is wrong, an older one is in force: "));
    EXPECT_THAT(manager_.status(), HasSubstr("99999"));
    auto const camera = open_camera(port_, "porch");
    EXPECT_TRUE(manager_.wait_for_status("1 camera, 0 picos, 0 viewers; the configuration is wrong"))
        << manager_.status();
    reload(kGood);
    ASSERT_TRUE(manager_.wait_for("READY", 3));
    EXPECT_EQ(manager_.status(), "1 camera, 0 picos, 0 viewers");
}

/// Each RELOADING=1 has a time, later than the one before, and a READY=1 before the next.
void expect_in_turn(std::vector<FakeManager::Message> const& messages) {
    std::uint64_t before = 0;
    bool is_ready = false;
    for (auto const& message : messages) {
        if (message.contains("READY")) is_ready = true;
        if (!message.contains("RELOADING")) continue;
        EXPECT_TRUE(is_ready);
        is_ready = false;
        ASSERT_TRUE(message.contains("MONOTONIC_USEC"));
        auto const time = std::stoull(message.at("MONOTONIC_USEC"));
        EXPECT_GT(time, before);
        before = time;
    }
    EXPECT_TRUE(is_ready);
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    auto const now_us = static_cast<std::uint64_t>(now.tv_sec) * 1'000'000;
    EXPECT_LE(before, now_us + 1'000'000);
    EXPECT_GT(before + 60'000'000, now_us) << "it is of another clock";
}

TEST_F(Service, ReloadsAHundredTimesUnderLoadAndDropsNobody) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    Bystanders bystanders{port_};
    auto camera = open_camera(port_, "busy");
    std::vector<WsClient> viewers;
    for (int i = 0; i < 5; ++i)
        viewers.push_back(WsClient::open(port_, "/ws/video?camera=busy"));
    std::atomic<bool> is_over = false;
    std::thread feed([&] {
        for (std::uint32_t i = 0; !is_over; ++i) {
            camera.send_binary(as_text(tiny_jpeg(320, 240, 20'000, i)));
            std::this_thread::sleep_for(5ms); // the rate of the load, nobody waits for it
        }
    });

    for (std::size_t i = 1; i <= 100; ++i) {
        reload(i % 2 == 0 ? kGood : kWrong);
        ASSERT_TRUE(manager_.wait_for("READY", i + 1)) << i;
        EXPECT_EQ(manager_.status().find("wrong") != std::string::npos, i % 2 != 0) << i;
        for (auto& viewer : viewers) // one that reads nothing is closed
            EXPECT_TRUE(viewer.receive_binary());
        if (i % 20 == 0) bystanders.expect_untouched();
    }
    is_over = true;
    feed.join();

    EXPECT_EQ(manager_.count("RELOADING"), 100U);
    expect_in_turn(manager_.messages());
    auto const last = as_text(tiny_jpeg(320, 240, 2000, 1));
    camera.send_binary(last);
    for (auto& viewer : viewers)
        EXPECT_TRUE(eventually([&] { return viewer.receive_binary() == last; })) << "a viewer was dropped";
    EXPECT_EQ(device(port_, "busy")["reconnects"], 0);
}

TEST_F(Service, AnswersEachOfManySignalsInTurnAndTheLastOneCounts) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    calls_.hang("open");
    reload(kGood);
    ASSERT_TRUE(manager_.wait_for("RELOADING"));
    for (int i = 0; i < 10; ++i)
        reload(kWrong);
    ASSERT_TRUE(eventually([&] { return http_get(port_, "/livez").status == 200; }));
    calls_.free("open");
    EXPECT_TRUE(manager_.wait_for_status("wrong"));
    std::vector<FakeManager::Message> told;
    EXPECT_TRUE(eventually([&] {
        told = manager_.messages();
        auto const says = [&told](char const* key) {
            return std::count_if(told.begin(), told.end(), [key](auto const& one) { return one.contains(key); });
        };
        return says("READY") == says("RELOADING") + 1;
    }));
    expect_in_turn(told);
}

TEST_F(Service, IsNotHeldUpByADiskThatHangsWhileTheConfigurationIsRead) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    Bystanders bystanders{port_};
    calls_.hang("open");
    reload(kGood);
    ASSERT_TRUE(manager_.wait_for("RELOADING"));
    bystanders.expect_untouched();
    EXPECT_EQ(manager_.count("READY"), 1U);
    calls_.free("open");
    EXPECT_TRUE(manager_.wait_for("READY", 2));
    bystanders.expect_untouched();
}

TEST_F(Service, RefusesAConfigurationThatIsAFifoOrHuge) {
    ASSERT_TRUE(manager_.wait_for("READY"));
    Bystanders bystanders{port_};
    std::filesystem::remove(file_.path());
    ASSERT_EQ(::mkfifo(file_.path().c_str(), 0600), 0);
    daemon_.signal(SIGHUP);
    EXPECT_TRUE(manager_.wait_for_status("is not a regular file"));
    bystanders.expect_untouched();
    std::filesystem::remove(file_.path());
    std::ofstream(file_.path()) << "{}";
    std::filesystem::resize_file(file_.path(), 1ULL << 40U);
    daemon_.signal(SIGHUP);
    EXPECT_TRUE(manager_.wait_for_status("is larger than 1 MiB"));
    bystanders.expect_untouched();
    EXPECT_TRUE(manager_.wait_for("READY", 3));
}

TEST(ServiceWithout, AManagerWorksTheSame) {
    DaemonProcess daemon{{}, {"NOTIFY_SOCKET=/nonexistent/notify"}};
    EXPECT_EQ(http_get(daemon.port(), "/livez").status, 200);
    EXPECT_TRUE(daemon.wait_for_output("the service manager cannot be told"));
    daemon.signal(SIGTERM);
    EXPECT_EQ(daemon.wait(kSlowdown * 5s), 0);
}

} // namespace
} // namespace watchpost::test
