#include "hub_fixture.hpp"

#include <functional>

namespace watchpost::hub {
namespace {

struct QuietLink final : DeviceLink {
    void on_replaced() override {}
};

class Viewers : public HubTest {
protected:
    Attachment come(DeviceId id) { return hub_.registry.attach(camera(std::move(id)), link_, {}); }
    std::optional<DeviceId> shown() const { return hub_.board.default_camera(); }

    QuietLink link_;
};

TEST_F(Viewers, all_get_the_same_frame_and_none_a_copy) {
    auto const board = come("front");
    std::vector<Viewer> viewers(50);
    std::vector<Guard> guards;
    for (auto& viewer : viewers)
        guards.push_back(hub_.registry.join_viewer(viewer, "front"));

    auto const frame = publish("front");

    for (auto const& viewer : viewers) {
        ASSERT_EQ(viewer.frames.size(), 1u);
        EXPECT_EQ(viewer.frames.front().get(), frame.get());
    }
    EXPECT_EQ(frame.use_count(), 52); // the viewers, the registry's newest, and ours
}

TEST_F(Viewers, get_the_camera_they_named_and_no_other) {
    auto const front = come("front");
    auto const back = come("back");
    Viewer of_front;
    Viewer of_back;
    auto const a = hub_.registry.join_viewer(of_front, "front");
    auto const b = hub_.registry.join_viewer(of_back, "back");

    auto const frame = publish("back");

    EXPECT_TRUE(of_front.frames.empty());
    EXPECT_EQ(of_back.frames, std::vector{frame});
}

TEST_F(Viewers, may_wait_for_a_camera_that_nobody_knows_yet) {
    Viewer viewer;
    auto const guard = hub_.registry.join_viewer(viewer, "later");
    EXPECT_TRUE(viewer.frames.empty());

    auto const board = come("later");
    auto const frame = publish("later");

    EXPECT_EQ(viewer.frames, std::vector{frame});
    EXPECT_EQ(status_of(camera("later")).viewers, 1u);
}

TEST_F(Viewers, get_the_newest_frame_at_once_when_they_join) {
    auto const board = come("front");
    publish("front");
    auto const newest = publish("front");
    Viewer named;
    Viewer unnamed;

    auto const a = hub_.registry.join_viewer(named, "front");
    auto const b = hub_.registry.join_viewer(unnamed, std::nullopt);

    EXPECT_EQ(named.frames, std::vector{newest});
    EXPECT_EQ(unnamed.frames, std::vector{newest});
    EXPECT_EQ(hub_.registry.newest_frame("front"), newest);
    EXPECT_EQ(hub_.registry.newest_frame("other"), nullptr);
}

TEST_F(Viewers, get_nothing_after_they_left) {
    auto const board = come("front");
    Viewer viewer;
    auto guard = hub_.registry.join_viewer(viewer, "front");
    EXPECT_EQ(hub_.registry.viewers(), 1u);

    guard.release();
    publish("front");

    EXPECT_TRUE(viewer.frames.empty());
    EXPECT_EQ(hub_.registry.viewers(), 0u);
    EXPECT_EQ(status_of(camera("front")).viewers, 0u);
}

TEST_F(Viewers, may_leave_while_they_are_given_a_frame) {
    struct Leaver final : FrameSubscriber {
        Guard guard;
        int frames = 0;
        void on_frame(FramePtr const&) override {
            ++frames;
            guard.release();
        }
    };
    auto const board = come("front");
    Leaver alone;
    alone.guard = hub_.registry.join_viewer(alone, "front");
    publish("front");
    Leaver unnamed;
    unnamed.guard = hub_.registry.join_viewer(unnamed, std::nullopt); // leaves with the newest frame, before it has
                                                                      // its guard
    publish("front");
    publish("front");

    EXPECT_EQ(alone.frames, 1);
    EXPECT_EQ(unnamed.frames, 2);
    EXPECT_EQ(hub_.registry.viewers(), 0u);
}

TEST_F(Viewers, are_counted_for_the_camera_they_see) {
    auto const front = come("front");
    clock_.advance(1s);
    auto const back = come("back");
    Viewer one;
    Viewer two;
    auto const a = hub_.registry.join_viewer(one, std::nullopt);
    auto const b = hub_.registry.join_viewer(two, "back");

    EXPECT_EQ(hub_.registry.viewers(), 2u);
    EXPECT_EQ(status_of(camera("front")).viewers, 1u);
    EXPECT_EQ(status_of(camera("back")).viewers, 1u);
}

TEST_F(Viewers, without_a_name_follow_the_default_camera) {
    auto front = come("front");
    clock_.advance(1s);
    auto const back = come("back");
    Viewer viewer;
    auto const guard = hub_.registry.join_viewer(viewer, std::nullopt);
    publish("back");
    EXPECT_TRUE(viewer.frames.empty());

    front.leave("gone");
    auto const frame = publish("back");

    EXPECT_EQ(viewer.frames, std::vector{frame});
    EXPECT_EQ(status_of(camera("back")).viewers, 1u);
    EXPECT_EQ(status_of(camera("front")).viewers, 0u);
}

TEST_F(Viewers, see_the_first_configured_camera_that_is_online) {
    hub_.board.declare(camera("first"));
    hub_.board.declare(camera("second"));
    auto const stranger = come("stranger");
    EXPECT_EQ(shown(), "stranger");
    clock_.advance(1s);
    auto const second = come("second");
    EXPECT_EQ(shown(), "second");
    clock_.advance(1s);
    auto first = come("first");
    EXPECT_EQ(shown(), "first");

    first.leave("gone");

    EXPECT_EQ(shown(), "second");
}

TEST_F(Viewers, see_the_camera_that_has_been_online_longest_when_none_is_configured) {
    auto b = come("b");
    clock_.advance(1s);
    auto const a = come("a");
    EXPECT_EQ(shown(), "b");

    b.leave("gone");
    EXPECT_EQ(shown(), "a");
    clock_.advance(1s);
    b = come("b");

    EXPECT_EQ(shown(), "a");
}

TEST_F(Viewers, keep_the_camera_they_had_when_all_are_away) {
    hub_.board.declare(camera("first"));
    EXPECT_EQ(shown(), "first");
    auto stranger = come("stranger");
    ASSERT_EQ(shown(), "stranger");

    stranger.leave("gone");

    EXPECT_EQ(shown(), "stranger");
}

TEST_F(Viewers, have_no_default_camera_where_there_is_only_a_pico) {
    hub_.board.declare(pico("pan"));
    auto const board = hub_.registry.attach(pico("pan"), link_, {});

    EXPECT_EQ(shown(), std::nullopt);
}

struct Listed final : FrameSubscriber {
    explicit Listed(std::string where)
        : address(std::move(where)) {}
    void on_frame(FramePtr const&) override {}
    std::optional<ViewerStatus> viewer_status(SteadyTime) const override {
        ViewerStatus status;
        status.address = address;
        return status;
    }
    std::string address;
};

TEST_F(Viewers, lists_who_watches_what_and_leaves_out_who_is_nobody) {
    publish("front");
    Listed named{"192.0.2.1"};
    Listed of_default{"192.0.2.2"};
    Viewer nobody;
    auto const first = hub_.registry.join_viewer(named, "back");
    auto const second = hub_.registry.join_viewer(of_default, std::nullopt);
    auto const third = hub_.registry.join_viewer(nobody, std::nullopt);

    auto const list = hub_.status().viewer_list;

    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].camera, "back");
    EXPECT_EQ(list[0].address, "192.0.2.1");
    EXPECT_EQ(list[1].camera, "front");
    EXPECT_EQ(list[1].address, "192.0.2.2");
}

TEST_F(Viewers, lists_a_hundred_viewers_and_counts_all) {
    Listed viewer{"192.0.2.1"};
    std::vector<Guard> guards;
    for (int i = 0; i < 101; ++i)
        guards.push_back(hub_.registry.join_viewer(viewer, std::nullopt));

    EXPECT_EQ(hub_.status().viewer_list.size(), 100U);
    EXPECT_EQ(hub_.status().viewers, 101U);
}

TEST_F(Viewers, tells_the_rates_of_viewers_anew_only_when_somebody_may_look) {
    Listed viewer{"192.0.2.1"};
    auto watching = hub_.registry.join_viewer(viewer, std::nullopt);
    auto const is_told_anew = [this] {
        auto const before = hub_.board.version();
        hub_.refresh_rates();
        return hub_.board.version() != before;
    };
    EXPECT_FALSE(is_told_anew());

    Dashboard dashboard;
    auto const looking = hub_.events.subscribe(dashboard);
    EXPECT_TRUE(is_told_anew());

    watching.release();
    EXPECT_FALSE(is_told_anew());
}

} // namespace
} // namespace watchpost::hub
