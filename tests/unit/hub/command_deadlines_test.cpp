// What is too late to be sent, and what is too late to be an answer.

#include "command_book_fixture.hpp"

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

using CommandDeadlines = CommandBookTest;

TEST_F(CommandDeadlines, what_waits_for_a_board_that_is_away_is_sent_when_it_comes) {
    auto const report = book_.submit(kPico, servo(120, 60));
    EXPECT_EQ(report.state, CommandState::queued);
    EXPECT_EQ(report.detail, "the board is offline");
    clock_.advance(59s);
    book_.tick();
    auto const place = book_.attach(kPico, link_);
    EXPECT_THAT(link_.sent, ElementsAre("120/60"));
}

TEST_F(CommandDeadlines, nothing_older_than_its_deadline_is_sent) {
    book_.submit(kPico, servo(120, 60), 5s);
    clock_.advance(5s);
    book_.tick();
    auto const place = book_.attach(kPico, link_);
    EXPECT_THAT(link_.sent, ElementsAre());
    EXPECT_EQ(state_of(1), CommandState::expired);
}

TEST_F(CommandDeadlines, a_deadline_holds_between_two_beats_too) {
    book_.submit(kPico, servo(120, 60), 5s);
    clock_.advance(5s);
    auto const place = book_.attach(kPico, link_);
    EXPECT_THAT(link_.sent, ElementsAre());
    EXPECT_EQ(state_of(1), CommandState::expired);

    book_.submit(kPico, servo(10, 10));
    book_.submit(kPico, servo(20, 20), 5s);
    clock_.advance(5s);
    done();
    EXPECT_THAT(link_.sent, ElementsAre("10/10"));
    EXPECT_EQ(state_of(3), CommandState::expired);
}

TEST_F(CommandDeadlines, an_axis_that_a_newer_target_took_over_keeps_its_own_deadline) {
    book_.knows_angles(kPico, 70, 110);
    book_.submit(kPico, servo(std::nullopt, 30), 5s);
    book_.submit(kPico, servo(120, std::nullopt), 60s);
    clock_.advance(5s);
    auto const place = book_.attach(kPico, link_);
    EXPECT_THAT(link_.sent, ElementsAre("120/110"));
}

TEST_F(CommandDeadlines, a_board_that_does_not_answer_is_not_waited_for_beyond_twenty_seconds) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(10, 10));
    book_.submit(kPico, servo(20, 20));
    clock_.advance(19'999ms);
    book_.tick();
    EXPECT_EQ(state_of(1), CommandState::sent);
    clock_.advance(1ms);
    book_.tick();
    EXPECT_EQ(state_of(1), CommandState::expired);
    EXPECT_THAT(link_.sent, ElementsAre("10/10", "20/20"));
}

TEST_F(CommandDeadlines, a_late_answer_is_not_taken_for_the_answer_to_the_next_command) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(10, 170));
    book_.submit(kPico, servo(30, 30));
    clock_.advance(20s);
    book_.tick();
    ASSERT_THAT(link_.sent, ElementsAre("10/170", "30/30"));
    book_.submit(kPico, servo(40, 40));

    // The board turns 0 to 20 into 20, and 160 to 180 into 160, and says so (PROTOCOL section 3.2).
    book_.on_answer(kPico, {true, false, "X=20°, Y=160°", 20, 160});
    EXPECT_EQ(state_of(1), CommandState::expired);
    EXPECT_EQ(state_of(2), CommandState::sent);
    EXPECT_THAT(link_.sent, ElementsAre("10/170", "30/30"));

    book_.on_answer(kPico, {true, false, "X=30°, Y=30°", 30, 30});
    EXPECT_EQ(state_of(2), CommandState::acknowledged);
    // Nothing is owed any more: a board that words its answer differently is believed.
    book_.on_answer(kPico, {true, false, "X=41°, Y=41°", 41, 41});
    EXPECT_EQ(state_of(3), CommandState::acknowledged);
}

TEST_F(CommandDeadlines, a_new_link_owes_no_answer_to_what_the_old_one_was_sent) {
    auto place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(10, 10));
    clock_.advance(20s);
    book_.tick();
    place.release();

    Link next;
    auto const new_place = book_.attach(kPico, next);
    book_.submit(kPico, servo(30, 30));
    book_.on_answer(kPico, {true, false, "X=31°, Y=31°", 31, 31});
    EXPECT_EQ(state_of(2), CommandState::acknowledged);
}

TEST_F(CommandBookTest, a_setting_of_a_superseded_command_does_not_outlive_it) {
    struct : CommandSink {
        void send_command(CommandBody const& body) override { settings = std::get<DeviceAction>(body).settings; }
        std::vector<CameraSetting> settings;
    } camera;
    book_.submit(kPico, DeviceAction{"camera_settings", {}, {}, {}, {{"brightness", 2}}}, 3s);
    clock_.advance(2s);
    book_.submit(kPico, DeviceAction{"camera_settings", {}, {}, {}, {{"contrast", 1}}}, 3s);
    clock_.advance(1s);
    auto const place = book_.attach(kPico, camera);
    EXPECT_THAT(camera.settings, ElementsAre(CameraSetting{"contrast", 1}));
}

} // namespace
} // namespace watchpost::hub
