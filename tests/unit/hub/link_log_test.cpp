// What is kept of a board's links, and that it is bounded.

#include "link_doctor_fixture.hpp"

namespace watchpost::hub {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST_F(LinkDoctor, keeps_the_same_again_within_a_minute_as_one_entry) {
    for (int i = 0; i < 50; ++i) {
        come();
        pass(1s);
        go("peer_closed", "bye");
    }
    auto const came = entries(Kind::connected);
    ASSERT_EQ(came.size(), 1U);
    EXPECT_EQ(came[0].count, 50U);
    EXPECT_EQ(came[0].text, "TinyWebsockets Client");
    EXPECT_EQ(came[0].value, 200);
    EXPECT_EQ(came[0].last - came[0].first, 49s);
    auto const ended = entries(Kind::ended);
    ASSERT_EQ(ended.size(), 1U);
    EXPECT_EQ(ended[0].text, "peer_closed (bye)");
    EXPECT_EQ(ended[0].value, 1'000);
    pass(20s);
    come();
    EXPECT_EQ(entries(Kind::connected).size(), 2U);
}

TEST_F(LinkDoctor, has_the_same_findings_with_and_without_the_rest_of_the_report) {
    pass(1h);
    auto const report = log_.report(key_);
    auto const findings = log_.findings(key_);
    ASSERT_EQ(report.findings.size(), 1U) << "it never came";
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_EQ(findings[0].code, report.findings[0].code);
    EXPECT_EQ(findings[0].text, report.findings[0].text);
}

TEST_F(LinkDoctor, keeps_few_of_each_kind_and_no_flood_pushes_out_the_others) {
    come();
    for (int i = 0; i < 1'000; ++i) {
        log_.note(key_, Kind::refused, "verdict " + std::to_string(i), i);
        pass(2min);
    }
    EXPECT_EQ(entries(Kind::refused).size(), LinkHistory::kMaxOfKind);
    EXPECT_EQ(entries(Kind::refused).front().value, 999);
    EXPECT_EQ(entries(Kind::connected).size(), 1U);
}

TEST_F(LinkDoctor, tells_the_newest_first) {
    come();
    pass(1s);
    come();
    pass(1s);
    go("silent");
    std::vector<Kind> kinds;
    for (auto const& entry : report().timeline)
        kinds.push_back(entry.kind);
    EXPECT_THAT(kinds, ElementsAre(Kind::ended, Kind::connected, Kind::replaced));
}

TEST_F(LinkDoctor, makes_safe_what_a_board_said) {
    come({"192.0.2.1", "evil\x1b[31m\nlibrary", 200, 0, false});
    EXPECT_EQ(entries(Kind::connected).front().text, "evil\\x1B[31m\\x0Alibrary");
    go("peer_closed", std::string(500, 'a') + "\x80");
    EXPECT_LT(entries(Kind::ended).front().text.size(), 110U);
}

TEST_F(LinkDoctor, counts_reconnects_by_how_the_link_before_had_ended) {
    come();
    go("vanished");
    come();
    go("vanished");
    come();
    come();
    go("silent");
    EXPECT_THAT(log_.histories().at(key_).reconnects(),
                UnorderedElementsAre(Pair("vanished", 2U), Pair("takeover", 1U)));
}

TEST_F(LinkDoctor, keeps_samples_from_the_first_to_the_last_and_never_many) {
    come();
    auto const begun = clock_.wall();
    for (int i = 0; i < 10'000; ++i) {
        beat(100'000 + static_cast<std::uint64_t>(i));
        pass(30s);
    }
    auto const samples = report().samples;
    EXPECT_LE(samples.size(), BoardVitals::kMaxSamples);
    EXPECT_GE(samples.size(), BoardVitals::kMaxSamples / 2);
    EXPECT_EQ(samples.front().time, begun);
    EXPECT_EQ(samples.back().memory_free_bytes, 100'000 + 9'999U);
    for (std::size_t i = 1; i < samples.size(); ++i)
        EXPECT_LT(samples[i - 1].time, samples[i].time);
}

TEST_F(LinkDoctor, forgets_the_board_that_has_been_away_longest_when_there_are_too_many) {
    for (std::size_t i = 0; i < 2 * LinkLog::kMaxDevices; ++i) {
        auto const key = camera("c" + std::to_string(i));
        log_.connected(key, {});
        if (i != 0) log_.ended(key, {"vanished", ""});
        pass(1s);
    }
    EXPECT_EQ(log_.histories().size(), LinkLog::kMaxDevices);
    EXPECT_TRUE(log_.histories().contains(camera("c0"))) << "that one is here";
    EXPECT_FALSE(log_.histories().contains(camera("c1")));
    EXPECT_TRUE(log_.histories().contains(camera("c511")));
}

TEST_F(LinkDoctor, has_something_to_say_of_a_board_that_is_only_configured) {
    auto const report = log_.report(pico("mast"));
    EXPECT_EQ(report.key, pico("mast"));
    EXPECT_FALSE(report.online);
    EXPECT_TRUE(report.findings.empty());
    EXPECT_TRUE(report.timeline.empty());
}

TEST_F(LinkDoctor, counts_restarts_of_a_board_that_never_runs_for_long) {
    come();
    beat();
    for (int i = 0; i < 3; ++i) {
        pass(8s);
        beat();
        restart("brownout");
    }
    EXPECT_EQ(finding("brown_out").count, 3U);
}

TEST_F(LinkDoctor, counts_restarts_of_a_board_that_comes_no_further_than_its_first_picture) {
    for (auto const first : {4'100ms, 4'000ms, 4'200ms, 3'900ms}) {
        Telemetry hello;
        hello.reset_reason = "brownout";
        come();
        log_.told(key_, hello);
        uptime_ = first;
        beat();
        go("vanished");
        pass(7s);
    }
    EXPECT_EQ(finding("brown_out").count, 4U);
}

TEST_F(LinkDoctor, takes_a_late_message_and_a_clock_that_was_set_for_no_restart) {
    Telemetry hello;
    hello.reset_reason = "power-on";
    uptime_ = 2min;
    come();
    log_.told(key_, hello);
    beat();
    for (auto const back : {0s, 6s, 3s}) {
        go("vanished");
        pass(5s);
        come();
        log_.told(key_, hello);
        uptime_ -= back; // as it shows that was sent so long ago
        pass(5s);
        beat();
    }
    EXPECT_TRUE(entries(Kind::restarted).empty());
    for (int i = 0; i < 3; ++i) { // of a board that does not say why it started
        go("vanished");
        uptime_ -= 10s;
        come();
        beat();
        pass(1s);
    }
    EXPECT_TRUE(entries(Kind::restarted).empty());
}

TEST_F(LinkDoctor, tells_a_restart_of_a_board_without_a_clock_by_its_word) {
    Telemetry hello;
    hello.reset_reason = "power-on";
    for (int i = 0; i < 3; ++i) {
        come();
        log_.told(key_, hello);
        log_.told(key_, hello); // with each message
        pass(2min);
        go("vanished");
    }
    EXPECT_EQ(entries(Kind::restarted).size(), 2U) << "why it started before we saw it is old news";
}

} // namespace
} // namespace watchpost::hub
