// Two real photographs of two cameras, and many viewers: what came in goes out, byte for byte, whoever stands still.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/resident_memory.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <thread>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

// From the packages golang-github-rwcarlsen-goexif-dev and gdk-pixbuf-tests (scripts/packages.txt).
constexpr auto kNikonD2h = "/usr/share/gocode/src/github.com/rwcarlsen/goexif/exif/sample1.jpg";
constexpr auto kPanasonicGf1 = "/usr/libexec/installed-tests/gdk-pixbuf/bug725582-testrotate.jpg";

constexpr std::size_t kViewersEach = 10;

std::string file(std::string const& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    if (bytes.empty()) throw std::runtime_error("no photograph at " + path + "; run scripts/setup test");
    return bytes;
}

/// The photograph with a number in a comment (marker FFFE) behind its first two bytes, which makes it another one.
std::string numbered(std::string const& photograph, std::size_t number) {
    std::string const comment{
        '\xFF', '\xFE', 0, 4, static_cast<char>(number / 256 % 256), static_cast<char>(number % 256)};
    return photograph.substr(0, 2) + comment + photograph.substr(2);
}

/// A camera that sends one photograph again and again, and its viewers.
class Scene {
public:
    Scene(unsigned short port, std::string const& id, std::string photograph)
        : photograph_(std::move(photograph))
        , camera_(open_camera(port, id)) {
        for (std::size_t i = 0; i < kViewersEach; ++i)
            viewers_.push_back(WsClient::open(port, "/ws/video?camera=" + id));
    }

    void send(std::size_t number) { camera_.send_binary(numbered(photograph_, number)); }

    void expect_at_every_viewer(std::size_t number) {
        auto const expected = numbered(photograph_, number);
        for (std::size_t i = 0; i < viewers_.size(); ++i) {
            auto const frame = viewers_[i].receive_binary();
            ASSERT_TRUE(frame) << "viewer " << i << " got nothing for frame " << number;
            ASSERT_TRUE(*frame == expected) << "viewer " << i << ", frame " << number << ": " << frame->size()
                                            << " bytes instead of " << expected.size();
        }
    }

private:
    std::string photograph_;
    WsClient camera_;
    std::vector<WsClient> viewers_;
};

class Photographs : public testing::Test {
protected:
    DaemonProcess daemon_;
    Scene garden_{daemon_.port(), "garden", file(kNikonD2h)};
    Scene street_{daemon_.port(), "street", file(kPanasonicGf1)};

    /// Both cameras send a frame; how long until all twenty viewers have it.
    std::chrono::milliseconds round(std::size_t number) {
        auto const begin = Clock::now();
        garden_.send(number);
        street_.send(number);
        garden_.expect_at_every_viewer(number);
        street_.expect_at_every_viewer(number);
        return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
    }
};

TEST_F(Photographs, EveryViewerGetsEveryFrameOfItsCameraByteForByte) {
    for (std::size_t number = 0; number < 50; ++number) {
        round(number);
        ASSERT_FALSE(HasFatalFailure());
    }
    for (auto const& [id, width, height] : {std::tuple{"garden", 500, 375}, std::tuple{"street", 640, 428}}) {
        auto const known = device(daemon_.port(), id);
        EXPECT_EQ(known["frames_received"], 50);
        EXPECT_EQ(known["frames_refused"], 0);
        EXPECT_EQ(known["width"], width);
        EXPECT_EQ(known["height"], height);
        EXPECT_EQ(known["viewers"], kViewersEach);
    }
}

TEST_F(Photographs, StoppedViewerChangesNothingForTheOthers) {
    // Given twenty viewers and one more, all with frames
    Process stopped{WATCHPOST_VIEWER_PROCESS, {std::to_string(daemon_.port()), "street"}};
    std::size_t number = 0;
    while (stopped.output().find("frame") == std::string::npos || number < 20) {
        round(number++);
        ASSERT_FALSE(HasFatalFailure());
        ASSERT_LT(number, 1000U);
    }
    // and that one stops for 30 s
    ResidentMemory const memory{daemon_};
    stopped.signal(SIGSTOP);

    // when ten frames a second go on
    auto const begin = Clock::now();
    auto slowest = 0ms;
    for (auto next = begin; next < begin + 30s; next += 100ms) {
        std::this_thread::sleep_until(next); // the cameras' pace
        slowest = std::max(slowest, round(number++));
        ASSERT_FALSE(HasFatalFailure());
    }

    // then the others had each of them soon, nothing was kept for the one, and it was let go after 10 s.
    EXPECT_LT(slowest, 2s);
    memory.expect_growth_below(4 * 1024 * 1024);
    EXPECT_TRUE(daemon_.wait_for_output("too_slow (code 1008")) << daemon_.log();
    EXPECT_EQ(device(daemon_.port(), "street")["viewers"], kViewersEach);
    stopped.signal(SIGCONT);
    EXPECT_TRUE(stopped.wait_for_output("the end"));
}

} // namespace
} // namespace watchpost::test
