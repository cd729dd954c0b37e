// A connection may break at every byte, in either direction, in every way: nothing of it stays, and nobody notices
// (SECURITY rules 20 to 22 and 30).

#include "support/bystanders.hpp"
#include "support/conversation.hpp"
#include "support/daemon_process.hpp"
#include "support/descriptors.hpp"
#include "support/eventually.hpp"
#include "support/fault_proxy.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

/// Every byte of a request and of the frames; of a long answer so many places, the first and the last bytes among them.
constexpr std::size_t kMostCuts = 100;

std::vector<std::size_t> cuts(std::size_t length) {
    std::vector<std::size_t> all;
    auto const step = std::max<std::size_t>(1, length / kMostCuts);
    for (std::size_t at = 0; at < length; at += step)
        all.push_back(at);
    all.push_back(length - 1);
    return all;
}

class CutAnywhere : public testing::TestWithParam<Conversation> {
protected:
    CutAnywhere() {
        bystanders_.expect_untouched();
        // What a whole conversation takes, and all that is made at the first time.
        heard_ = hold(GetParam(), proxy_.port(), port_);
        to_server_ = proxy_.passed_to_server();
        to_client_ = proxy_.passed_to_client();
        EXPECT_GT(to_client_, 0U);
        EXPECT_TRUE(eventually([this] { return !is_someone_there(); }));
        bystanders_.expect_untouched();
        before_ = settled_descriptors();
    }

    /// Once it stays the same: an HTTP connection of this test may be on its way out.
    std::size_t settled_descriptors() const {
        std::size_t last = 0;
        int same = 0;
        eventually([&] {
            auto const now = open_descriptors(daemon_.id());
            same = now == last ? same + 1 : 0;
            last = now;
            return same == 5;
        });
        return last;
    }

    /// The board of the conversation, or a viewer or a dashboard beside those of the bystanders.
    bool is_someone_there() const {
        auto const board = device(port_, "cut");
        if (!board.is_null() && board["online"] == true) return true;
        for (auto const* endpoint : {"/ws", "/ws/video", "/ws/esp32cam", "/ws/pico"})
            if (metric(port_, "watchpost_connections_open{endpoint=\"" + std::string(endpoint) + "\"}") > 1)
                return true;
        return metric(port_, R"(watchpost_connections_open{endpoint="mjpeg"})") > 0 ||
               metric(port_, "watchpost_viewers") > 1;
    }

    void expect_nothing_left() {
        proxy_.reset_all(); // a board that saw no end keeps its side
        EXPECT_TRUE(eventually([this] { return !is_someone_there(); }));
        EXPECT_EQ(settled_descriptors(), before_);
        bystanders_.expect_untouched();
        EXPECT_TRUE(daemon_.is_running());
        EXPECT_EQ(daemon_.log().find("[error]"), std::string::npos) << daemon_.log();
    }

    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
    Bystanders bystanders_{port_};
    FaultProxy proxy_{port_};
    std::string heard_;
    std::size_t to_server_ = 0;
    std::size_t to_client_ = 0;
    std::size_t before_ = 0;
};

TEST_P(CutAnywhere, leaves_nothing) {
    for (auto const at : cuts(to_server_)) {
        proxy_.set_to_server(Faults::reset_behind(at));
        hold(GetParam(), proxy_.port(), port_);
    }
    expect_nothing_left();
    for (auto const at : cuts(to_server_)) {
        proxy_.set_to_server(Faults::fin_behind(at));
        hold(GetParam(), proxy_.port(), port_);
    }
    proxy_.set_to_server({});
    expect_nothing_left();
    for (auto const at : cuts(to_client_)) {
        proxy_.set_to_client(Faults::reset_behind(at));
        hold(GetParam(), proxy_.port(), port_);
    }
    expect_nothing_left();
}

/// The status line and the headers of an answer, without what differs from one time to the next.
std::string essence(std::string const& heard) {
    static std::regex const changing{R"(\d+|Date: [^\r]*)"};
    return std::regex_replace(heard.substr(0, heard.find("\r\n\r\n")), changing, "#");
}

TEST_P(CutAnywhere, into_single_bytes_is_the_same_to_the_daemon) {
    proxy_.set_to_server(Faults::single_bytes());

    auto const heard = hold(GetParam(), proxy_.port(), port_);

    EXPECT_EQ(essence(heard), essence(heard_));
    for (auto const& step : GetParam().steps)
        EXPECT_NE(heard.find(step.until), std::string::npos);
    expect_nothing_left();
}

INSTANTIATE_TEST_SUITE_P(Endpoints, CutAnywhere, testing::ValuesIn(all_conversations()),
                         [](auto const& given) { return given.param.name; });

} // namespace
} // namespace watchpost::test
