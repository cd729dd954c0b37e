// The rules of the link doctor, one by one: when each sees its trouble, when not, and that the finding goes away.

#include "link_doctor_fixture.hpp"

#include <algorithm>

namespace watchpost::hub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(LinkDoctor, sees_no_trouble_in_a_healthy_camera_for_a_day) {
    come();
    for (int minute = 0; minute < 24 * 60; ++minute) {
        beat(150'000 - 512 * static_cast<std::uint64_t>(minute % 20), -52 - minute % 9);
        for (int second = 0; second < 60; ++second) {
            pass(900ms);
            stream(1);
        }
        ASSERT_THAT(codes(), IsEmpty()) << "minute " << minute;
    }
}

TEST_F(LinkDoctor, sees_no_trouble_in_a_board_that_comes_back_once) {
    come();
    stream(20);
    go("vanished");
    pass(10s);
    come();
    stream(20);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_no_trouble_in_a_sketch_that_only_answers_pings) {
    come();
    for (int round = 0; round < 100; ++round) {
        pass(10s);
        log_.heard(key_);
    }
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_no_trouble_in_a_pico_whose_memory_falls_until_its_collector_runs) {
    come();
    for (int round = 0; round < 500; ++round) {
        pass(10s);
        beat(180'000 - 4'000 * static_cast<std::uint64_t>(round % 37));
        ASSERT_THAT(codes(), IsEmpty()) << "round " << round;
    }
}

TEST_F(LinkDoctor, counts_brown_outs_and_says_so_in_words) {
    come();
    beat();
    for (int i = 0; i < 7; ++i) {
        pass(10min);
        beat();
        restart("brownout");
    }
    ASSERT_FALSE(codes().empty());
    EXPECT_EQ(codes().front(), "brown_out");
    auto const found = finding("brown_out");
    EXPECT_THAT(found.text, HasSubstr("Seven brown-out resets in the last 24 hours"));
    EXPECT_EQ(found.count, 7U);
    EXPECT_EQ(found.severity, Severity::error);
    EXPECT_EQ(found.since, entries(Kind::restarted).back().first);

    pass(24h);
    EXPECT_THAT(codes(), testing::Not(testing::Contains("brown_out")));
}

TEST_F(LinkDoctor, tells_restarts_by_the_clock_of_a_board_that_says_nothing) {
    come();
    beat();
    pass(10min);
    restart();
    EXPECT_THAT(codes(), IsEmpty()) << "one may be a plug that was pulled";
    pass(10min);
    beat();
    restart();
    EXPECT_THAT(codes(), ElementsAre("restarts"));
    EXPECT_THAT(finding("restarts").text, HasSubstr("Two restarts"));
    EXPECT_EQ(entries(Kind::restarted).front().value, 2'000 + 600'000);

    pass(24h);
    beat();
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, does_not_mind_a_board_that_sleeps_or_a_clock_that_wraps) {
    come();
    beat();
    for (int i = 0; i < 3; ++i) {
        pass(10min);
        restart("deepsleep");
    }
    EXPECT_THAT(codes(), IsEmpty());

    uptime_ = std::chrono::milliseconds((std::int64_t{1} << 32) - 1'000);
    beat();
    pass(30s);
    uptime_ = 29s;
    beat();
    EXPECT_EQ(entries(Kind::restarted).size(), 3U);
}

TEST_F(LinkDoctor, sees_memory_that_falls_and_the_restart_that_follows) {
    come();
    for (std::uint64_t memory = 150'000; memory > 10'000; memory -= 4'000) {
        beat(memory);
        pass(30s);
    }
    EXPECT_THAT(codes(), ElementsAre("memory_leak"));
    EXPECT_THAT(finding("memory_leak").text, HasSubstr("from 146 KB to 13 KB"));

    restart();
    EXPECT_THAT(codes(), ElementsAre("memory_leak"));
    EXPECT_THAT(finding("memory_leak").text, HasSubstr("13 KB were free before its last restart"));
    pass(24h);
    beat();
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_a_weak_signal_on_average_only) {
    come();
    for (int rssi : {-60, -89, -90})
        beat(150'000, rssi), pass(30s);
    EXPECT_THAT(codes(), IsEmpty());
    for (int i = 0; i < 20; ++i)
        beat(150'000, -84), pass(30s);
    EXPECT_THAT(codes(), ElementsAre("weak_signal"));
    EXPECT_THAT(finding("weak_signal").text, HasSubstr("-83 dBm"));

    for (int i = 0; i < 31; ++i)
        beat(150'000, -60), pass(30s);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, tells_two_boards_of_one_id_from_one_that_came_back_before_we_noticed) {
    come();
    for (int i = 0; i < 3; ++i) {
        pass(20s); // nothing was heard of the old link
        come();
    }
    EXPECT_THAT(codes(), ElementsAre("falls_silent"));
    pass(1h);
    log_.heard(key_);
    EXPECT_THAT(codes(), IsEmpty());
    for (int i = 0; i < 3; ++i) {
        pass(1s);
        come();
        log_.heard(key_);
    }
    EXPECT_THAT(codes(), ElementsAre("shared_identity"));
    pass(10min);
    EXPECT_THAT(codes(), IsEmpty());
    log_.note(key_, Kind::conflict);
    EXPECT_THAT(codes(), ElementsAre("shared_identity"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_headers_that_pile_up_until_the_board_comes_with_few) {
    come({"192.0.2.1", "TinyWebsockets Client", 9'800, 295, false});
    EXPECT_THAT(codes(), ElementsAre("header_growth"));
    EXPECT_THAT(finding("header_growth").text, HasSubstr("9 KB"));
    go("vanished");
    come();
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_a_token_that_is_refused_while_the_board_is_away) {
    log_.note(key_, Kind::not_admitted, "wrong_credential");
    EXPECT_THAT(codes(), ElementsAre("wrong_token"));
    EXPECT_THAT(finding("wrong_token").text, HasSubstr("a token that is not valid"));
    come();
    EXPECT_THAT(codes(), IsEmpty()) << "somebody else may have tried its name";
    log_.note(key_, Kind::not_admitted, "wrong_credential");
    go("vanished");
    EXPECT_THAT(codes(), IsEmpty());
    pass(1min);
    log_.note(key_, Kind::not_admitted, "no_credential");
    EXPECT_THAT(codes(), ElementsAre("wrong_token"));
    EXPECT_THAT(finding("wrong_token").text, HasSubstr("no token"));
    pass(15min);
    EXPECT_THAT(codes(), ElementsAre("away"));
}

TEST_F(LinkDoctor, sees_a_board_that_falls_silent_again) {
    for (int i = 0; i < 2; ++i) {
        come();
        pass(60s);
        EXPECT_THAT(codes(), IsEmpty());
        go("silent", "no sign of life");
    }
    come();
    EXPECT_THAT(codes(), ElementsAre("falls_silent"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_a_board_that_went_and_did_not_come_back) {
    come();
    stream(20);
    go("vanished", "Connection reset by peer");
    pass(4min);
    EXPECT_THAT(codes(), IsEmpty());
    pass(1min);
    EXPECT_THAT(codes(), ElementsAre("away"));
    EXPECT_THAT(finding("away").text, HasSubstr("away for 5 min; it went without a word"));
    come();
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_a_board_that_never_came) {
    EXPECT_THAT(codes(), IsEmpty());
    pass(5min);
    EXPECT_THAT(codes(), ElementsAre("never_came"));
}

TEST_F(LinkDoctor, sees_a_storm_of_connections) {
    for (int i = 0; i < 5; ++i) {
        come();
        pass(2s);
        go("peer_closed");
    }
    come();
    EXPECT_THAT(codes(), ElementsAre("reconnect_storm"));
    EXPECT_THAT(finding("reconnect_storm").text, HasSubstr("Six connections in the last ten minutes"));
    pass(10min);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, knows_the_firmware_that_nobody_can_help) {
    for (int i = 0; i < 3; ++i) {
        come();
        pass(10s);
        go("peer_closed", "");
        pass(1s);
    }
    EXPECT_THAT(codes(), ElementsAre("stuck_firmware"));
    come();
    stream(1);
    EXPECT_THAT(codes(), IsEmpty()) << "it does send";
}

TEST_F(LinkDoctor, sees_messages_that_cannot_be_understood) {
    come();
    log_.note(key_, Kind::invalid);
    log_.note(key_, Kind::invalid);
    EXPECT_THAT(codes(), IsEmpty());
    log_.note(key_, Kind::invalid);
    EXPECT_THAT(codes(), ElementsAre("bad_json"));
    pass(15min);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_limits_that_are_not_kept) {
    come();
    go("too_big", "a message was too big");
    come();
    EXPECT_THAT(codes(), ElementsAre("too_big"));
    pass(1h);
    go("odd_length");
    come();
    EXPECT_THAT(codes(), ElementsAre("odd_length"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, puts_the_gravest_first) {
    come({"192.0.2.1", "TinyWebsockets Client", 9'800, 295, false});
    for (int i = 0; i < 3; ++i)
        log_.note(key_, Kind::invalid);
    beat();
    pass(10min);
    restart("Brownout detector");
    come({"192.0.2.1", "TinyWebsockets Client", 9'800, 295, false});
    EXPECT_THAT(codes(), ElementsAre("brown_out", "header_growth", "bad_json"));
}

TEST(FindingCodes, are_there_once_each) {
    auto codes = finding_codes();
    EXPECT_GE(codes.size(), 10U);
    std::sort(codes.begin(), codes.end());
    EXPECT_EQ(std::adjacent_find(codes.begin(), codes.end()), codes.end());
}

} // namespace
} // namespace watchpost::hub
