#include "command_book_fixture.hpp"

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

TEST_F(CommandBookTest, a_command_is_sent_acknowledged_and_told_once_each) {
    auto const place = book_.attach(kPico, link_);
    auto const report = book_.submit(kPico, servo(120, 60));
    EXPECT_EQ(report.state, CommandState::sent);
    clock_.advance(3300ms);
    done();

    EXPECT_THAT(link_.sent, ElementsAre("120/60"));
    EXPECT_THAT(changes_, ElementsAre("1 queued", "1 sent", "1 acknowledged"));
    EXPECT_EQ(book_.find(1)->round_trip, 3300ms);
    EXPECT_EQ(book_.find(1)->detail, "X=1°, Y=2°");
}

TEST_F(CommandBookTest, one_command_is_in_flight_and_the_newest_that_waits_wins) {
    auto const place = book_.attach(kPico, link_);
    for (int pan = 10; pan <= 100; pan += 10)
        book_.submit(kPico, servo(pan, 50));
    EXPECT_THAT(link_.sent, ElementsAre("10/50"));
    done();

    EXPECT_THAT(link_.sent, ElementsAre("10/50", "100/50"));
    for (CommandId id = 2; id <= 9; ++id)
        EXPECT_EQ(state_of(id), CommandState::superseded) << id;
    done();
    EXPECT_EQ(state_of(10), CommandState::acknowledged);
}

TEST_F(CommandBookTest, targets_that_wait_are_merged_axis_by_axis) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(10, 20));
    book_.submit(kPico, servo(120, std::nullopt));
    book_.submit(kPico, servo(std::nullopt, 30));
    done();
    EXPECT_THAT(link_.sent, ElementsAre("10/20", "120/30"));
}

TEST_F(CommandBookTest, an_axis_that_nobody_names_stays_where_it_is) {
    auto const place = book_.attach(kPico, link_);
    book_.knows_angles(kPico, 70, 110);
    book_.submit(kPico, servo(80, std::nullopt));
    done();
    book_.submit(kPico, servo(std::nullopt, 90));
    EXPECT_THAT(link_.sent, ElementsAre("80/110", "80/90"));
}

TEST_F(CommandBookTest, an_emergency_stop_overtakes_everything) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(10, 20));
    book_.submit(kPico, servo(160, 20));
    auto const stop = book_.submit(kPico, action("emergency_stop"));

    EXPECT_EQ(stop.state, CommandState::sent);
    EXPECT_THAT(link_.sent, ElementsAre("10/20", "emergency_stop"));
    EXPECT_EQ(state_of(2), CommandState::superseded);
    book_.on_answer(kPico, {false, false, "", {}, {}});
    EXPECT_EQ(state_of(3), CommandState::acknowledged);
    EXPECT_EQ(state_of(1), CommandState::sent);
}

TEST_F(CommandBookTest, nothing_is_sent_twice_when_the_link_ends) {
    auto place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(120, 60));
    place.release();
    EXPECT_EQ(state_of(1), CommandState::expired);

    Link next;
    auto const new_place = book_.attach(kPico, next);
    EXPECT_THAT(next.sent, ElementsAre());
    done(); // a late word from nowhere changes nothing
    EXPECT_EQ(state_of(1), CommandState::expired);
}

TEST_F(CommandBookTest, a_command_expires_when_sending_it_ends_the_link) {
    struct Failing : CommandSink {
        void send_command(CommandBody const&) override { place.release(); }
        Guard place;
    } failing;
    failing.place = book_.attach(kPico, failing);
    EXPECT_EQ(book_.submit(kPico, servo(120, 60)).state, CommandState::expired);

    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(30, 30));
    EXPECT_THAT(link_.sent, ElementsAre("30/30"));
}

TEST_F(CommandBookTest, a_newer_link_takes_over_and_the_older_one_cannot_take_it_back) {
    auto old_place = book_.attach(kPico, link_);
    Link next;
    auto const new_place = book_.attach(kPico, next);
    old_place.release();
    book_.submit(kPico, servo(45, 45));
    EXPECT_THAT(next.sent, ElementsAre("45/45"));
}

TEST_F(CommandBookTest, a_return_to_the_middle_is_where_an_axis_that_nobody_names_stays) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(120, 60));
    done();
    book_.submit(kPico, action("reset_position"));
    book_.on_answer(kPico, {false, false, "Position reset", {}, {}});
    book_.submit(kPico, servo(100, std::nullopt));
    EXPECT_THAT(link_.sent, ElementsAre("120/60", "reset_position", "100/90"));
}

TEST_F(CommandBookTest, a_refusal_of_the_board_is_told_as_one) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, servo(10, 10));
    book_.on_answer(kPico, {true, true, "Invalid angle", {}, {}});
    EXPECT_EQ(state_of(1), CommandState::refused);
    EXPECT_EQ(book_.find(1)->detail, "Invalid angle");
}

TEST_F(CommandBookTest, actions_wait_in_a_bounded_line_and_the_same_one_only_once) {
    book_.submit(kPico, action("reset_position"));
    book_.submit(kPico, action("reset_position"));
    EXPECT_EQ(state_of(1), CommandState::superseded);
    for (std::size_t i = 1; i < CommandBook::kMaxWaiting; ++i)
        book_.submit(kPico, action("a" + std::to_string(i)));
    EXPECT_EQ(book_.submit(kPico, action("one more")).state, CommandState::refused);
}

TEST_F(CommandBookTest, the_ends_of_the_newest_thousand_are_remembered) {
    for (std::size_t i = 0; i <= CommandBook::kMaxRemembered; ++i)
        book_.submit(kPico, servo(1, 1));
    EXPECT_FALSE(book_.find(1));
    EXPECT_TRUE(book_.find(2));
}

TEST_F(CommandBookTest, an_answer_about_one_action_does_not_end_another) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, action("flash_on"));
    book_.on_answer(kPico, {false, false, "a photo", {}, {}, "capture_photo"});
    EXPECT_EQ(state_of(1), CommandState::sent);
    book_.on_answer(kPico, {false, false, "on", {}, {}, "flash"});
    EXPECT_EQ(state_of(1), CommandState::acknowledged);
}

TEST_F(CommandBookTest, of_a_flash_that_waits_to_go_on_and_off_the_newest_counts) {
    book_.submit(kPico, action("flash_on"));
    book_.submit(kPico, action("flash_off"));
    EXPECT_EQ(state_of(1), CommandState::superseded);
    auto const place = book_.attach(kPico, link_);
    EXPECT_THAT(link_.sent, ElementsAre("flash_off"));
}

TEST_F(CommandBookTest, settings_that_wait_are_merged_by_name) {
    struct : CommandSink {
        void send_command(CommandBody const& body) override { settings = std::get<DeviceAction>(body).settings; }
        std::vector<CameraSetting> settings;
    } camera;
    book_.submit(kPico, DeviceAction{"camera_settings", {}, {}, {}, {{"brightness", 1}, {"contrast", 1}}});
    book_.submit(kPico, DeviceAction{"camera_settings", {}, {}, {}, {{"brightness", 2}}});
    auto const place = book_.attach(kPico, camera);
    EXPECT_THAT(camera.settings, ElementsAre(CameraSetting{"brightness", 2}, CameraSetting{"contrast", 1}));
}

TEST_F(CommandBookTest, a_command_that_does_not_say_how_long_waits_as_long_as_it_was_set) {
    book_.set_time_to_live(5s);
    book_.submit(kPico, servo(10, 20));
    book_.submit(kPico, action("reset_position"), 60s);
    clock_.advance(5s);
    book_.tick();
    EXPECT_EQ(state_of(2), CommandState::queued);
    book_.submit(kPico, servo(10, 20));
    clock_.advance(5s);
    book_.tick();
    EXPECT_EQ(state_of(3), CommandState::expired);
}

TEST_F(CommandBookTest, a_second_stop_is_the_one_that_is_on_its_way) {
    auto const place = book_.attach(kPico, link_);
    auto const first = book_.submit(kPico, action("emergency_stop"));
    for (int i = 0; i < 300; ++i) {
        auto const again = book_.submit(kPico, action("emergency_stop"));
        ASSERT_EQ(again.id, first.id);
        ASSERT_EQ(again.state, CommandState::sent);
    }
    EXPECT_THAT(link_.sent, ElementsAre("emergency_stop"));
    EXPECT_THAT(changes_, ElementsAre("1 queued", "1 sent")) << "300 more cost nobody anything";
    book_.on_answer(kPico, {false, false, "stopped", {}, {}});
    EXPECT_EQ(state_of(1), CommandState::acknowledged);
    EXPECT_EQ(book_.submit(kPico, action("emergency_stop")).id, 2U);
    EXPECT_EQ(link_.sent.size(), 2U) << "a stop after that is a new one";
}

TEST_F(CommandBookTest, a_second_stop_is_the_one_that_waits_and_waits_as_long_as_the_newest) {
    book_.submit(kPico, action("emergency_stop"), 10s);
    clock_.advance(9s);
    EXPECT_EQ(book_.submit(kPico, action("emergency_stop"), 10s).id, 1U);
    clock_.advance(9s);
    book_.tick();
    auto const place = book_.attach(kPico, link_);
    EXPECT_THAT(link_.sent, ElementsAre("emergency_stop"));
}

TEST_F(CommandBookTest, a_second_stop_overtakes_what_came_after_the_first) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, action("emergency_stop"));
    auto const move = book_.submit(kPico, servo(10, 20));
    book_.submit(kPico, action("emergency_stop"));
    EXPECT_EQ(state_of(move.id), CommandState::superseded);
    book_.on_answer(kPico, {false, false, "stopped", {}, {}});
    EXPECT_THAT(link_.sent, ElementsAre("emergency_stop"));
}

TEST_F(CommandBookTest, a_stop_of_another_kind_is_a_stop_of_its_own) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, action("emergency_stop_smooth"));
    book_.submit(kPico, action("emergency_stop"));
    EXPECT_THAT(link_.sent, ElementsAre("emergency_stop_smooth", "emergency_stop"));
}

TEST_F(CommandBookTest, a_photo_on_other_terms_belongs_to_no_capture_in_flight) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, DeviceAction{"capture_photo", 90, false, {}});
    EXPECT_EQ(book_.capture_of(kPico, {90, false, {}}), 1U);
    EXPECT_EQ(book_.capture_of(kPico, {}), 1U) << "a board need not tell its terms";
    EXPECT_EQ(book_.capture_of(kPico, {10, false, {}}), std::nullopt);
    EXPECT_EQ(book_.capture_of(kPico, {90, true, 50}), std::nullopt);
}

TEST_F(CommandBookTest, an_answer_to_one_command_does_not_end_another) {
    auto const place = book_.attach(kPico, link_);
    book_.submit(kPico, action("capture_photo"));
    BoardAnswer answer{false, false, "a photo", {}, {}, "capture_photo"};
    answer.command = 7;
    book_.on_answer(kPico, answer);
    EXPECT_EQ(state_of(1), CommandState::sent);
    answer.command = 1;
    book_.on_answer(kPico, answer);
    EXPECT_EQ(state_of(1), CommandState::acknowledged);
}

} // namespace
} // namespace watchpost::hub
