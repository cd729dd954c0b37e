#include "hub_fixture.hpp"

#include <functional>

namespace watchpost::hub {
namespace {

struct ReplaceableLink final : DeviceLink {
    int replaced = 0;
    std::function<void()> on_replaced_do = [] {};
    void on_replaced() override {
        ++replaced;
        on_replaced_do();
    }
};

class TakeOver : public HubTest {
protected:
    DeviceKey const key_ = camera("front");
    ReplaceableLink old_link_;
    ReplaceableLink new_link_;
    Dashboard dashboard_;
    Guard subscription_ = hub_.events.subscribe(dashboard_);
};

TEST_F(TakeOver, comes_without_a_moment_offline) {
    auto old_place = hub_.registry.attach(key_, old_link_, {"192.0.2.1", "one"});
    bool was_online = false;
    bool had_lost_it = false;
    old_link_.on_replaced_do = [&] {
        was_online = hub_.registry.is_online(key_) && status_of(key_).online;
        had_lost_it = !old_place.is_current();
    };

    auto const new_place = hub_.registry.attach(key_, new_link_, {"192.0.2.2", "two"});

    EXPECT_EQ(old_link_.replaced, 1);
    EXPECT_EQ(new_link_.replaced, 0);
    EXPECT_TRUE(was_online);
    EXPECT_TRUE(had_lost_it);
    EXPECT_TRUE(new_place.is_current());
    EXPECT_EQ(dashboard_.count<Event::DeviceOnline>(), 1u);
    EXPECT_EQ(dashboard_.count<Event::DeviceOffline>(), 0u);
    EXPECT_EQ(status_of(key_).peer.address, "192.0.2.2");
    EXPECT_EQ(status_of(key_).takeovers, 1u);
    EXPECT_EQ(status_of(key_).connections, 2u);
}

// Quirk Q5: the old session's end cleared the slot of the new one.
TEST_F(TakeOver, is_not_undone_when_the_old_link_ends) {
    for (bool const says_so : {true, false}) {
        auto old_place = hub_.registry.attach(key_, old_link_, {});
        auto const new_place = hub_.registry.attach(key_, new_link_, {});

        if (says_so) {
            old_place.leave("closed");
        } else {
            old_place = Attachment{};
        }

        EXPECT_TRUE(hub_.registry.is_online(key_));
        EXPECT_TRUE(new_place.is_current());
        EXPECT_TRUE(status_of(key_).online);
        EXPECT_EQ(dashboard_.count<Event::DeviceOffline>(), says_so ? 0u : 1u); // one of the first round's end
    }
}

TEST_F(TakeOver, is_not_undone_when_the_old_link_ends_from_inside_its_notice) {
    auto old_place = hub_.registry.attach(key_, old_link_, {});
    old_link_.on_replaced_do = [&] { old_place.leave("replaced"); };

    auto const new_place = hub_.registry.attach(key_, new_link_, {});

    EXPECT_TRUE(new_place.is_current());
    EXPECT_EQ(dashboard_.count<Event::DeviceOffline>(), 0u);
}

TEST_F(TakeOver, leaves_boards_of_another_kind_or_id_alone) {
    ReplaceableLink other;
    auto const a = hub_.registry.attach(pico("front"), other, {});
    auto const b = hub_.registry.attach(camera("back"), other, {});

    auto const c = hub_.registry.attach(key_, new_link_, {});

    EXPECT_EQ(other.replaced, 0);
    EXPECT_TRUE(a.is_current() && b.is_current() && c.is_current());
    EXPECT_EQ(hub_.registry.online(DeviceKind::esp32cam), 2u);
    EXPECT_EQ(hub_.registry.online(DeviceKind::pico), 1u);
}

TEST_F(TakeOver, of_a_place_that_was_left_is_none) {
    auto place = hub_.registry.attach(key_, old_link_, {});
    place.leave("the board closed the link");
    ASSERT_FALSE(hub_.registry.is_online(key_));
    auto const* const offline = std::get_if<Event::DeviceOffline>(&dashboard_.events.back().what);
    ASSERT_TRUE(offline);
    EXPECT_EQ(offline->reason, "the board closed the link");

    auto const again = hub_.registry.attach(key_, new_link_, {});

    EXPECT_EQ(old_link_.replaced, 0);
    EXPECT_EQ(status_of(key_).takeovers, 0u);
    EXPECT_EQ(dashboard_.count<Event::DeviceOnline>(), 2u);
}

TEST_F(TakeOver, leaving_twice_tells_once) {
    auto place = hub_.registry.attach(key_, old_link_, {});
    place.leave("first");
    place.leave("second");
    place = Attachment{};

    EXPECT_EQ(dashboard_.count<Event::DeviceOffline>(), 1u);
    EXPECT_FALSE(place.is_current());
}

TEST_F(TakeOver, an_attachment_that_goes_leaves) {
    {
        auto const place = hub_.registry.attach(key_, old_link_, {});
        EXPECT_TRUE(hub_.registry.is_online(key_));
    }
    EXPECT_FALSE(hub_.registry.is_online(key_));
    EXPECT_EQ(dashboard_.count<Event::DeviceOffline>(), 1u);
}

TEST_F(TakeOver, is_refused_after_five_within_a_minute_and_the_dashboards_hear_of_it_once) {
    ReplaceableLink links[6];
    std::vector<Attachment> places;
    for (auto& link : links) {
        ASSERT_TRUE(hub_.registry.admits(key_));
        places.push_back(hub_.registry.attach(key_, link, {}));
        clock_.advance(1s);
    }

    for (int i = 0; i < 10; ++i)
        EXPECT_FALSE(hub_.registry.admits(key_)) << i;

    EXPECT_TRUE(places.back().is_current());
    EXPECT_EQ(dashboard_.count<Event::DeviceConflict>(), 1u);
    EXPECT_EQ(hub_.board.complaints(key_).size(), 1u);
    EXPECT_TRUE(hub_.registry.admits(camera("back")));
    EXPECT_TRUE(hub_.registry.admits(pico("front")));

    clock_.advance(60s);
    EXPECT_TRUE(hub_.registry.admits(key_));
}

TEST_F(TakeOver, is_free_again_as_soon_as_the_older_board_is_gone) {
    ReplaceableLink links[6];
    std::vector<Attachment> places;
    for (auto& link : links)
        places.push_back(hub_.registry.attach(key_, link, {}));
    ASSERT_FALSE(hub_.registry.admits(key_));

    places.back().leave("gone");

    EXPECT_TRUE(hub_.registry.admits(key_));
}

} // namespace
} // namespace watchpost::hub
