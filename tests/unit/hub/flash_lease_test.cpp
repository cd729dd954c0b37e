#include "support/manual_clock.hpp"

#include <watchpost/hub/flash_lease.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

DeviceKey const kCamera{DeviceKind::esp32cam, "front"};

struct CommandedLink final : CommandSink {
    void send_command(CommandBody const& body) override { sent.push_back(std::get<DeviceAction>(body).action); }
    std::vector<std::string> sent;
};

class FlashLeaseTest : public testing::Test {
protected:
    CommandId ask(std::string word) { return book_.submit(kCamera, DeviceAction{std::move(word), {}, {}, {}}).id; }
    void answer() { book_.on_answer(kCamera, {false, false, "", {}, {}, "flash"}); }
    void pass(std::chrono::milliseconds time) {
        clock_.advance(time);
        book_.tick();
        lease_.tick();
    }

    test::ManualClock clock_;
    CommandBook book_{clock_};
    FlashLease lease_{book_, clock_, 30s};
    CommandedLink link_;
    Guard place_ = book_.attach(kCamera, link_);
};

TEST_F(FlashLeaseTest, turns_the_flash_off_when_its_time_is_over) {
    ask("flash_on");
    answer();
    pass(29'999ms);
    EXPECT_THAT(link_.sent, ElementsAre("flash_on"));
    pass(1ms);
    EXPECT_THAT(link_.sent, ElementsAre("flash_on", "flash_off"));
    answer();
    pass(10min);
    EXPECT_EQ(link_.sent.size(), 2U) << "once is enough";
}

TEST_F(FlashLeaseTest, leaves_a_flash_alone_that_somebody_turned_off) {
    ask("flash_on");
    answer();
    ask("flash_off");
    answer();
    pass(10min);
    EXPECT_THAT(link_.sent, ElementsAre("flash_on", "flash_off"));
}

TEST_F(FlashLeaseTest, begins_anew_with_a_newer_flash_on) {
    ask("flash_on");
    answer();
    pass(20s);
    ask("flash_on");
    answer();
    pass(29s);
    EXPECT_EQ(link_.sent.size(), 2U);
    pass(1s);
    EXPECT_EQ(link_.sent.back(), "flash_off");
}

TEST_F(FlashLeaseTest, counts_a_flash_that_the_board_may_have_lit_without_saying_so) {
    ask("flash_on");
    place_.release(); // before the answer
    pass(30s);
    CommandedLink later;
    auto const place = book_.attach(kCamera, later);
    EXPECT_THAT(later.sent, ElementsAre("flash_off"));
}

TEST_F(FlashLeaseTest, tells_a_board_that_was_away_for_hours) {
    ask("flash_on");
    answer();
    place_.release();
    for (int i = 0; i < 300; ++i)
        pass(1min);
    CommandedLink later;
    auto const place = book_.attach(kCamera, later);
    pass(10s);
    ASSERT_FALSE(later.sent.empty());
    EXPECT_EQ(later.sent.front(), "flash_off");
}

TEST_F(FlashLeaseTest, gives_up_on_a_board_that_hears_and_never_answers) {
    ask("flash_on");
    for (int i = 0; i < 1000; ++i)
        pass(1s);
    EXPECT_THAT(link_.sent, ElementsAre("flash_on", "flash_off", "flash_off", "flash_off"));
}

TEST_F(FlashLeaseTest, has_nothing_to_do_with_a_flash_that_never_reached_the_board) {
    place_.release();
    ask("flash_on");
    pass(2min); // it expired
    CommandedLink later;
    auto const place = book_.attach(kCamera, later);
    pass(10min);
    EXPECT_TRUE(later.sent.empty());
}

TEST_F(FlashLeaseTest, does_not_overtake_a_newer_flash_on_that_waits) {
    ask("flash_on");
    answer();
    pass(29s);
    ask("capture_photo");
    auto const again = ask("flash_on");
    pass(1s);
    EXPECT_EQ(book_.find(again)->state, CommandState::queued);
    book_.on_answer(kCamera, {false, false, "", {}, {}, "capture_photo"});
    EXPECT_THAT(link_.sent, ElementsAre("flash_on", "capture_photo", "flash_on"));
    answer();
    pass(30s);
    EXPECT_EQ(link_.sent.back(), "flash_off");
}

} // namespace
} // namespace watchpost::hub
