#include <watchpost/core/heartbeat.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

using namespace std::chrono_literals;
using Action = Heartbeat::Action;

class HeartbeatTest : public testing::Test {
protected:
    SteadyTime const start_{1000h};
    Heartbeat heartbeat_{{}, start_};
};

TEST_F(HeartbeatTest, pings_every_10_seconds_whatever_the_peer_says) {
    for (int round = 1; round <= 5; ++round) {
        auto const due = start_ + round * 10s;
        heartbeat_.on_sign_of_life(due - 1ms);

        EXPECT_EQ(heartbeat_.tick(due - 1ms), Action::nothing) << round;
        EXPECT_EQ(heartbeat_.tick(due), Action::ping) << round;
        EXPECT_EQ(heartbeat_.tick(due), Action::nothing) << round;
    }
}

TEST_F(HeartbeatTest, sends_one_ping_after_a_long_pause_and_not_those_it_missed) {
    heartbeat_.on_sign_of_life(start_ + 1h);

    EXPECT_EQ(heartbeat_.tick(start_ + 1h), Action::ping);
    EXPECT_EQ(heartbeat_.tick(start_ + 1h + 9999ms), Action::nothing);
}

TEST_F(HeartbeatTest, gives_up_25_seconds_after_the_last_sign_of_life) {
    heartbeat_.on_sign_of_life(start_ + 7s);

    EXPECT_NE(heartbeat_.tick(start_ + 31999ms), Action::give_up);
    EXPECT_EQ(heartbeat_.tick(start_ + 32s), Action::give_up);
}

TEST_F(HeartbeatTest, gives_up_on_a_peer_that_never_said_anything) {
    EXPECT_NE(heartbeat_.tick(start_ + 24999ms), Action::give_up);
    EXPECT_EQ(heartbeat_.tick(start_ + 25s), Action::give_up);
}

TEST_F(HeartbeatTest, waits_for_a_peer_that_is_known_to_be_busy_but_still_pings_it) {
    heartbeat_.grant_until(start_ + 60s);

    EXPECT_EQ(heartbeat_.tick(start_ + 40s), Action::ping);
    EXPECT_NE(heartbeat_.tick(start_ + 59999ms), Action::give_up);
    EXPECT_EQ(heartbeat_.tick(start_ + 60s), Action::give_up);
}

TEST_F(HeartbeatTest, a_grant_that_ends_early_takes_nothing_away) {
    heartbeat_.grant_until(start_ + 1s);

    EXPECT_NE(heartbeat_.tick(start_ + 24s), Action::give_up);
}

TEST_F(HeartbeatTest, tells_when_the_peer_was_heard_last) {
    EXPECT_EQ(heartbeat_.last_sign(), start_);

    heartbeat_.on_sign_of_life(start_ + 3s);

    EXPECT_EQ(heartbeat_.last_sign(), start_ + 3s);
}

} // namespace
} // namespace watchpost
