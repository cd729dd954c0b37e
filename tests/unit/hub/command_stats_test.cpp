#include "support/manual_clock.hpp"

#include <watchpost/hub/command_stats.hpp>

#include <gtest/gtest.h>

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;

DeviceKey const kPico{DeviceKind::pico, "pan-tilt"};

struct Link final : CommandSink {
    void send_command(CommandBody const&) override {}
};

TEST(CommandStats, counts_ends_and_the_time_that_boards_take) {
    test::ManualClock clock;
    CommandBook book{clock};
    CommandStats const stats{book};
    Link link;
    auto const place = book.attach(kPico, link);
    for (auto const time : {3300ms, 40ms}) {
        book.submit(kPico, ServoTarget{90, 90, false});
        clock.advance(time);
        book.on_answer(kPico, {true, false, "", {}, {}});
    }
    book.submit(kPico, ServoTarget{90, 90, false});
    clock.advance(20s);
    book.tick();

    auto const& times = stats.ack_times().at(kPico);
    EXPECT_EQ(times.count(), 2U) << "what was never answered has no time";
    EXPECT_NEAR(times.sum(), 3.34, 1e-9);
    EXPECT_EQ(times.within().front(), 1U);
    EXPECT_EQ(times.within().at(5), 1U) << "2.5 s";
    EXPECT_EQ(times.within().at(6), 2U) << "5 s";
    EXPECT_EQ(times.within().back(), 2U);
    EXPECT_EQ(stats.ends().at(CommandState::acknowledged), 2U);
    EXPECT_EQ(stats.ends().at(CommandState::expired), 1U);
}

} // namespace
} // namespace watchpost::hub
