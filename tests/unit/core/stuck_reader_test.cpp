#include <watchpost/core/stuck_reader.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using namespace std::chrono_literals;

class StuckReaderTest : public testing::Test {
protected:
    bool needs_after(StuckReader::Duration later) { return reader_.needs_message(now_ += later); }

    StuckReader reader_;
    SteadyTime now_{};
};

TEST_F(StuckReaderTest, needs_a_message_when_nothing_follows_a_pong) {
    reader_.on_message(now_);
    EXPECT_FALSE(needs_after(60s)) << "there was no ping";
    reader_.on_pong(now_);
    EXPECT_FALSE(needs_after(2900ms));
    EXPECT_TRUE(needs_after(100ms));
    EXPECT_FALSE(needs_after(60s)) << "once for a pong";
}

TEST_F(StuckReaderTest, needs_none_while_it_sends_or_when_it_never_has) {
    reader_.on_pong(now_);
    EXPECT_FALSE(needs_after(60s)) << "who has never sent anything is a receiver";
    reader_.on_message(now_);
    reader_.on_pong(now_);
    EXPECT_FALSE(needs_after(2s));
    reader_.on_message(now_);
    EXPECT_FALSE(needs_after(60s));
}

TEST_F(StuckReaderTest, gets_a_message_soon_once_one_has_helped_and_never_two_within_ten_seconds) {
    reader_.on_message(now_);
    reader_.on_pong(now_);
    EXPECT_TRUE(needs_after(3s));
    reader_.on_message(now_ += 1s);
    reader_.on_pong(now_);
    EXPECT_FALSE(needs_after(8900ms)) << "the last was 9.9 s ago";
    EXPECT_TRUE(needs_after(100ms));
    reader_.on_message(now_ += 1s);
    reader_.on_pong(now_ += 9s);
    EXPECT_FALSE(needs_after(200ms));
    EXPECT_TRUE(needs_after(100ms));
}

} // namespace
} // namespace watchpost
