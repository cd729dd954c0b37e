#include "support/daemon_in_process.hpp"
#include "support/raw_ws.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

std::uint16_t code_of(std::optional<RawWs::Frame> const& close) {
    return close ? close_code_of(*close) : std::uint16_t{0};
}

/// A board that is replaced at once by another one of its name.
class Replaced : public testing::TestWithParam<char const*> {
protected:
    void dial(Headers const& headers = {}) {
        old_.emplace(daemon_.port(), GetParam(), headers);
        daemon_.let_beat();
        newer_.emplace(daemon_.port(), GetParam());
    }

    DaemonInProcess daemon_;
    std::optional<RawWs> old_;
    std::optional<RawWs> newer_;
};

TEST_P(Replaced, hears_a_close_and_the_fin_only_ten_seconds_later) {
    dial();
    EXPECT_EQ(code_of(old_->frame_of(opcode::kClose)), 4000);
    daemon_.let_beat();
    EXPECT_FALSE(old_->ended(200ms));
    daemon_.advance(9900ms);
    daemon_.let_beat();
    EXPECT_FALSE(old_->ended(100ms));

    daemon_.advance(200ms);

    EXPECT_TRUE(old_->ended());
    EXPECT_FALSE(newer_->frame_of(opcode::kClose, 0ms));
}

TEST_P(Replaced, hears_the_fin_at_once_when_it_answers_the_close) {
    dial();
    auto const close = old_->frame_of(opcode::kClose);
    ASSERT_TRUE(close);
    old_->send(opcode::kClose, close->payload);

    EXPECT_TRUE(old_->ended());
}

TEST_P(Replaced, hears_no_close_when_it_is_an_esp_idf_client) {
    dial({{"User-Agent", "ESP32 Websocket Client"}});

    EXPECT_FALSE(old_->frame_of(opcode::kClose));
    EXPECT_TRUE(old_->ended(0ms));
}

INSTANTIATE_TEST_SUITE_P(Board, Replaced, testing::Values("/ws/esp32cam", "/ws/pico"),
                         [](auto const& test) { return std::string(test.param).substr(4); });

struct Breach {
    std::string name;
    std::string bytes;
    std::uint16_t code;
};

std::vector<Breach> const kBreaches{
    {"a reserved opcode", RawWs::encode(3, ""), 1002},
    {"a frame without a mask", std::string("\x81\x02{}"), 1002},
    {"a reserved bit", std::string("\xC1\x80\0\0\0\0", 6), 1002},
    {"a continuation of nothing", RawWs::encode(0, "x"), 1002},
    {"text that is not UTF-8", RawWs::encode(1, "\xFF"), 1007},
    // The length alone tells; the 2 MiB never come.
    {"a message that is too long", std::string("\x82\xFF\0\0\0\0\0\x20\0\0\0\0\0\0", 14), 1009},
};

class BrokenProtocol : public testing::TestWithParam<Breach> {};

INSTANTIATE_TEST_SUITE_P(By, BrokenProtocol, testing::ValuesIn(kBreaches), [](auto const& test) {
    auto name = test.param.name;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
    return name;
});

TEST_P(BrokenProtocol, ends_a_board_with_a_close_and_the_fin_ten_seconds_later) {
    for (auto const* endpoint : {"/ws/esp32cam", "/ws/pico"}) {
        DaemonInProcess daemon;
        RawWs board{daemon.port(), endpoint};
        ASSERT_TRUE(board.send_bytes(GetParam().bytes));
        EXPECT_EQ(code_of(board.frame_of(opcode::kClose)), GetParam().code) << endpoint;
        EXPECT_FALSE(board.ended(200ms)) << endpoint;
        daemon.advance(9900ms);
        daemon.let_beat();
        EXPECT_FALSE(board.ended(100ms)) << endpoint;

        daemon.advance(200ms);
        EXPECT_TRUE(board.ended()) << endpoint;
    }
}

TEST_P(BrokenProtocol, ends_a_browser_with_a_close_and_the_fin_at_once) {
    for (auto const* endpoint : {"/ws", "/ws/video"}) {
        DaemonInProcess daemon;
        RawWs browser{daemon.port(), endpoint};
        ASSERT_TRUE(browser.send_bytes(GetParam().bytes));
        EXPECT_EQ(code_of(browser.frame_of(opcode::kClose)), GetParam().code) << endpoint;
        EXPECT_TRUE(browser.ended()) << endpoint;
    }
}

class Flood : public testing::Test {
protected:
    void flood() {
        std::string pings;
        for (int i = 0; i < 21; ++i)
            pings += RawWs::encode(9, "");
        ASSERT_TRUE(browser_.send_bytes(pings));
        EXPECT_EQ(code_of(browser_.frame_of(opcode::kClose)), 1008);
    }

    DaemonInProcess daemon_;
    RawWs browser_{daemon_.port(), "/ws"};
};

TEST_F(Flood, of_pings_ends_a_browser_with_1008_and_the_fin_when_it_answers) {
    flood();
    EXPECT_FALSE(browser_.ended(100ms));

    browser_.send(opcode::kClose, "\x03\xF0");

    EXPECT_TRUE(browser_.ended());
}

TEST_F(Flood, of_pings_ends_a_browser_that_does_not_answer_after_two_seconds) {
    flood();
    daemon_.advance(1900ms);
    daemon_.let_beat();
    EXPECT_FALSE(browser_.ended(100ms));

    daemon_.advance(200ms);

    EXPECT_TRUE(browser_.ended());
}

TEST_F(Flood, is_more_than_twenty_pings_a_second) {
    for (int second = 0; second < 3; ++second) {
        for (int i = 0; i < 20; ++i)
            browser_.send(9, "p");
        for (int i = 0; i < 20; ++i)
            ASSERT_TRUE(browser_.frame_of(10)) << second;
        daemon_.advance(1s);
    }
    EXPECT_FALSE(browser_.frame_of(opcode::kClose, 0ms));
}

} // namespace
} // namespace watchpost::test
