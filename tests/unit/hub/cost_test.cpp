// SECURITY rule 31: what a peer says again and again costs the same each time.

#include "command_book_fixture.hpp"
#include "support/cost.hpp"

#include <watchpost/hub/event_feed.hpp>

namespace watchpost::hub {
namespace {

using Commands = std::vector<CommandBody>;

class CostOfCommands : public testing::TestWithParam<Commands> {};

TEST_P(CostOfCommands, is_the_same_for_each_of_a_flood) {
    for (bool const is_there : {true, false}) {
        auto const cost = test::cost_of(400, [is_there](std::size_t n) {
            test::ManualClock clock;
            CommandBook book{clock};
            Link link;
            auto const place = is_there ? book.attach(kPico, link) : Guard{};
            for (std::size_t i = 0; i < n; ++i)
                book.submit(kPico, GetParam()[i % GetParam().size()]);
            book.on_answer(kPico, {false, false, "", {}, {}});
        });
        EXPECT_TRUE(cost.is_linear()) << is_there << ' ' << cost.in_words();
    }
}

INSTANTIATE_TEST_SUITE_P(Cost, CostOfCommands,
                         testing::Values(Commands{action("emergency_stop")},
                                         Commands{action("emergency_stop"), action("emergency_stop_smooth")},
                                         Commands{action("emergency_stop"), servo(10, 20)}, Commands{servo(10, {})},
                                         Commands{action("reset_position"), servo(10, 20), action("a")}));

TEST(CostOfManyBoards, does_not_grow_with_what_waits_for_other_boards) {
    auto const cost = test::cost_of(20, [](std::size_t boards) {
        test::ManualClock clock;
        CommandBook book{clock};
        for (std::size_t board = 0; board < boards; ++board)
            for (int i = 0; i < 16; ++i)
                book.submit({DeviceKind::pico, "p" + std::to_string(board)}, action("a" + std::to_string(i)));
        for (std::size_t i = 0; i < 16 * boards; ++i)
            book.submit(kPico, servo(10, 20));
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

TEST(CostOfEvents, is_the_same_for_each_and_a_hundred_are_kept) {
    auto const cost = test::cost_of(1000, [](std::size_t n) {
        test::ManualClock clock;
        EventFeed feed{clock};
        for (std::size_t i = 0; i < n; ++i)
            feed.tell(kPico, Event::DeviceError{"x"});
        EXPECT_EQ(feed.remembered().size(), EventFeed::kMaxRemembered);
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

} // namespace
} // namespace watchpost::hub
