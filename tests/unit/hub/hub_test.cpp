#include "hub_fixture.hpp"

namespace watchpost::hub {
namespace {

using Events = HubTest;

TEST_F(Events, reach_everyone_who_listens_with_the_time) {
    Dashboard one;
    Dashboard two;
    auto const a = hub_.events.subscribe(one);
    auto b = hub_.events.subscribe(two);
    EXPECT_EQ(hub_.events.subscribers(), 2u);
    hub_.events.tell(pico("pan"), Event::Log{Severity::error, "stuck"});
    b.release();
    hub_.events.tell(pico("pan"), Event::DeviceError{"gone"});

    ASSERT_EQ(one.events.size(), 2u);
    ASSERT_EQ(two.events.size(), 1u);
    EXPECT_EQ(one.events[0].device, pico("pan"));
    EXPECT_EQ(one.events[0].time, clock_.wall());
    EXPECT_EQ(std::get<Event::Log>(one.events[0].what).message, "stuck");
    EXPECT_EQ(std::get<Event::DeviceError>(one.events[1].what).message, "gone");
}

TEST_F(Events, are_remembered_up_to_the_newest_100_oldest_first) {
    for (int i = 1; i <= 130; ++i)
        hub_.events.tell(pico("pan"), Event::SensorData{"light", i});

    auto const& remembered = hub_.events.remembered();
    ASSERT_EQ(remembered.size(), 100u);
    EXPECT_EQ(std::get<Event::SensorData>(remembered.front().what).sequence, 31);
    EXPECT_EQ(std::get<Event::SensorData>(remembered.back().what).sequence, 130);
}

using Status = HubTest;

TEST_F(Status, of_a_new_hub_is_empty) {
    auto const status = hub_.status();

    EXPECT_EQ(status.uptime, 0s);
    EXPECT_EQ(status.web_clients, 0u);
    EXPECT_EQ(status.viewers, 0u);
    EXPECT_EQ(status.invalid_messages, 0u);
    EXPECT_EQ(status.default_camera, std::nullopt);
    EXPECT_TRUE(status.devices.empty());
}

TEST_F(Status, gathers_the_whole_picture) {
    hub_.board.declare(camera("front"));
    Dashboard dashboard;
    Viewer viewer;
    auto const a = hub_.events.subscribe(dashboard);
    auto const b = hub_.registry.join_viewer(viewer, std::nullopt);
    hub_.traffic.invalid_messages["/ws"] = 2;
    hub_.traffic.invalid_messages["/ws/pico"] = 3;
    hub_.traffic.unknown_messages["/ws"] = 100;
    clock_.advance(90s);

    auto const status = hub_.status();

    EXPECT_EQ(status.time, clock_.wall());
    EXPECT_EQ(status.uptime, 90s);
    EXPECT_EQ(status.web_clients, 1u);
    EXPECT_EQ(status.viewers, 1u);
    EXPECT_EQ(status.invalid_messages, 5u);
    EXPECT_EQ(status.default_camera, "front");
    ASSERT_EQ(status.devices.size(), 1u);
    EXPECT_EQ(status.devices[0].viewers, 1u);
}

TEST_F(Status, has_an_uptime_that_no_jump_of_the_wall_clock_moves) {
    clock_.advance(10s);
    clock_.jump_wall(-std::chrono::hours(24 * 3650));

    EXPECT_EQ(hub_.status().uptime, 10s);
}

} // namespace
} // namespace watchpost::hub
