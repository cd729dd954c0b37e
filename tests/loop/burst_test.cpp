// More servo targets than a board can take: it gets what it can, ends where the last one says, and nobody is lied to.

#include "support/daemon_in_process.hpp"
#include "support/ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <map>
#include <set>

namespace watchpost::test {
namespace {

using Json = nlohmann::json;

constexpr int kRequests = 1000;
constexpr int kBrowsers = 3;
/// The board moves for as long as this many requests take.
constexpr int kRequestsPerMove = 50;

using Position = std::pair<int, int>;

/// Each request names a position that no other names.
Position position_of(int request) {
    return {request % 181, request / 181};
}

/// What one browser was told.
struct Told {
    int request = 0;
    std::uint64_t command = 0;
    std::vector<std::string> states;
};

bool is_final(std::string const& state) {
    return state == "acknowledged" || state == "expired" || state == "superseded" || state == "refused";
}

/// A dashboard that asks for every third position and listens until each has ended.
class Browser {
public:
    explicit Browser(unsigned short port)
        : socket_(WsClient::open(port, "/ws")) {}

    void ask(int request) {
        auto const [pan, tilt] = position_of(request);
        Json const servo{{"type", "servo"}, {"pan", pan}, {"tilt", tilt}};
        socket_.send_text(Json{{"type", "command"}, {"id", request}, {"device", "pico"}, {"command", servo}}.dump());
        told_[request].request = request;
        ++open_;
        while (told_[request].states.empty() && listen()) {
        }
    }

    void listen_to_the_end() {
        while (open_ > 0 && listen()) {
        }
        // Whatever was sent for any of them is in front of this.
        socket_.send_text(R"({"type":"ping"})");
        while (!ponged_ && listen()) {
        }
    }

    std::map<int, Told> const& told() const { return told_; }

private:
    bool listen() {
        auto const message = socket_.receive();
        if (!message) return false;
        auto const json = Json::parse(message->data);
        ponged_ = ponged_ || json["type"] == "pong";
        if (json["type"] != "command_state") return true;
        auto& told = told_[json["id"].get<int>()];
        told.command = json["command"].get<std::uint64_t>();
        told.states.push_back(json["state"]);
        if (is_final(told.states.back())) --open_;
        return true;
    }

    WsClient socket_;
    std::map<int, Told> told_;
    int open_ = 0;
    bool ponged_ = false;
};

/// A Pico that takes one target and obeys it while kRequestsPerMove others are asked for.
class SlowPico {
public:
    explicit SlowPico(unsigned short port)
        : socket_(WsClient::open(port, "/ws/pico")) {
        socket_.send_text(R"({"type":"connect","device":"pico","servo1_angle":90,"servo2_angle":90})");
    }

    /// Obeys until `quiet` says that nothing follows.
    template <class Wait, class Quiet>
    void obey(Wait wait_for_requests, Quiet quiet) {
        while (!quiet() && !testing::Test::HasFatalFailure()) {
            look();
            if (unanswered_.empty()) continue;
            wait_for_requests();
            look();
            EXPECT_EQ(unanswered_.size(), 1U) << "a second target came while the first was not answered";
            auto const [pan, tilt] = unanswered_.front();
            applied.push_back(unanswered_.front());
            unanswered_.erase(unanswered_.begin());
            socket_.send_text(Json{{"type", "ack"},
                                   {"command_type", "servo"},
                                   {"status", "success"},
                                   {"detail", "X=" + std::to_string(pan) + "°, Y=" + std::to_string(tilt) + "°"}}
                                  .dump());
        }
        look();
        EXPECT_TRUE(unanswered_.empty());
    }

    std::vector<Position> applied;

private:
    /// Takes everything that the daemon has sent until now.
    void look() {
        socket_.send_text(R"({"type":"ping"})");
        while (auto const message = socket_.receive()) {
            auto const json = Json::parse(message->data);
            if (json["type"] == "pong") return;
            if (json["type"] != "servo") continue;
            unanswered_.emplace_back(json["command"]["servo1"].get<int>(), json["command"]["servo2"].get<int>());
        }
        FAIL() << "the daemon has closed";
    }

    WsClient socket_;
    std::vector<Position> unanswered_;
};

TEST(ServoBurst, of_a_thousand_from_three_browsers_ends_at_the_last_and_tells_the_truth_about_each) {
    // The clock stands still: all of it happens within one second, however long this machine takes.
    DaemonInProcess daemon;
    SlowPico pico{daemon.port()};
    std::atomic<int> asked = 0;
    std::atomic<int> done = 0;
    std::array<std::optional<Browser>, kBrowsers> browsers;
    std::vector<std::thread> threads;
    for (int i = 0; i < kBrowsers; ++i) {
        auto& browser = browsers[static_cast<std::size_t>(i)].emplace(daemon.port());
        threads.emplace_back([&asked, &done, &browser, i] {
            for (int request = i; request < kRequests; request += kBrowsers) {
                browser.ask(request);
                ++asked;
            }
            browser.listen_to_the_end();
            ++done;
        });
    }
    pico.obey(
        [&] {
            for (int const begin = asked; asked < kRequests && asked < begin + kRequestsPerMove;)
                std::this_thread::yield();
        },
        [&done] { return done == kBrowsers; });
    for (auto& thread : threads)
        thread.join();

    std::map<std::uint64_t, Told> by_command; // in the order in which the daemon took them
    for (auto const& browser : browsers)
        for (auto const& [request, told] : browser->told())
            by_command[told.command] = told;
    ASSERT_EQ(by_command.size(), kRequests);

    std::vector<Position> acknowledged;
    for (auto const& [command, told] : by_command) {
        ASSERT_FALSE(told.states.empty()) << "nothing was said of request " << told.request;
        EXPECT_EQ(std::count_if(told.states.begin(), told.states.end(), is_final), 1) << told.request;
        auto const& end = told.states.back();
        EXPECT_TRUE(end == "acknowledged" || end == "superseded") << told.request << " ended " << end;
        bool const was_sent = std::count(told.states.begin(), told.states.end(), "sent") > 0;
        EXPECT_EQ(was_sent, end == "acknowledged") << told.request;
        if (end == "acknowledged") acknowledged.push_back(position_of(told.request));
    }
    EXPECT_EQ(pico.applied, acknowledged) << "the board got other targets than those that count as acknowledged";
    EXPECT_LE(pico.applied.size(), kRequests / kRequestsPerMove + 2);
    ASSERT_FALSE(pico.applied.empty());
    EXPECT_EQ(pico.applied.back(), position_of(by_command.rbegin()->second.request));
}

} // namespace
} // namespace watchpost::test
