#include "sim_daemon.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <span>

namespace watchpost::sim {
namespace {

class SimFaults : public SimDaemon {
protected:
    SimFaults() {
        options_.picos = 0;
        options_.fps = 30;
    }
};

TEST_F(SimFaults, DropOutTearsTheLinkAndTheSameBoardIsBack) {
    options_.faults = {"drop-out=0.4"};
    play([&]() -> asio::awaitable<void> {
        auto first = co_await visit();
        auto const error = co_await first->end();
        EXPECT_TRUE(error);
        EXPECT_NE(error, websocket::error::closed);
        auto second = co_await visit();
        EXPECT_EQ(second->header("X-Device-ID"), first->header("X-Device-ID"));
    });
}

TEST_F(SimFaults, HalfOpenKeepsTheOldSocketAndDialsAnew) {
    options_.faults = {"half-open=0.4"};
    options_.fps = 1; // little enough to lie unread
    play([&]() -> asio::awaitable<void> {
        auto first = co_await visit();
        auto second = co_await visit();
        EXPECT_EQ(second->header("X-Device-ID"), first->header("X-Device-ID"));
        // Everything that was sent can be read, and then there is neither data nor an end.
        auto& socket = first->link.next_layer();
        socket.non_blocking(true);
        boost::system::error_code error;
        std::vector<char> bytes(65'536);
        while (!error)
            socket.read_some(asio::buffer(bytes), error);
        EXPECT_EQ(error, asio::error::would_block);
    });
}

TEST_F(SimFaults, BadJsonAndBrokenJpegComeAsOftenAsAsked) {
    options_.faults = {"bad-json=2", "broken-jpeg=3"};
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        int bad = 0;
        int broken = 0;
        for (int frames = 0; frames < 12;) {
            std::string const message = co_await board->hear();
            if (board->link.got_text()) {
                bad += json::accept(message) ? 0 : 1;
                continue;
            }
            ++frames;
            std::span const bytes(reinterpret_cast<std::uint8_t const*>(message.data()), message.size());
            broken += media::walk_jpeg(bytes).verdict == media::JpegVerdict::ok ? 0 : 1;
        }
        EXPECT_EQ(bad, 6);
        EXPECT_EQ(broken, 4);
    });
}

TEST_F(SimFaults, SlowWifiCarriesNoMoreThanItCan) {
    options_.faults = {"slow-wifi=50"};
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        auto const began = std::chrono::steady_clock::now();
        std::size_t bytes = 0;
        while (bytes < 100'000)
            bytes += (co_await board->hear()).size();
        std::chrono::duration<double> const took = std::chrono::steady_clock::now() - began;
        EXPECT_LT(static_cast<double>(bytes) / took.count(), 65'000);
    });
}

TEST_F(SimFaults, APicosCutMessagesAreBadJsonToo) {
    options_.faults = {"bad-json=1"};
    options_.cameras = 0;
    options_.picos = 1;
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        EXPECT_TRUE(json::accept(co_await board->hear()));
        EXPECT_FALSE(json::accept(co_await board->hear()));
    });
}

} // namespace
} // namespace watchpost::sim
