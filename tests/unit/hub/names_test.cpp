// Who may be known under which name, and who is forgotten for whom (SECURITY rules 32, 35).

#include "hub_fixture.hpp"

#include <watchpost/hub/command_stats.hpp>
#include <watchpost/hub/flash_lease.hpp>

#include <algorithm>

namespace watchpost::hub {
namespace {

struct Quiet final : DeviceLink {
    void on_replaced() override {}
};

class Names : public HubTest {
protected:
    static Claimant token(std::string credential, std::size_t most = Quotas::kFewNames) {
        return {std::move(credential), false, false, most, [](std::string const&) { return true; }};
    }
    static Claimant own(std::string credential) {
        auto by = token(std::move(credential));
        by.is_own = true;
        return by;
    }
    static Claimant local() {
        return {"local", false, true, Quotas::kLocalNames, [](std::string const&) { return true; }};
    }

    Attachment come(DeviceKey const& key, Claimant const& by) {
        EXPECT_EQ(board_.claim(key, by), Claim::granted) << key.id;
        PeerInfo peer;
        peer.credential = by.credential;
        return hub_.registry.attach(key, link_, peer);
    }
    void visit(DeviceKey const& key, Claimant const& by) {
        auto const place = come(key, by);
        clock_.advance(1s);
    }
    std::size_t known() const { return board_.devices().size(); }

    StatusBoard& board_ = hub_.board;
    Quiet link_;
};

TEST_F(Names, of_strangers_go_for_a_newcomer_before_configured_ones_and_of_the_greediest_first) {
    board_.configure({camera("porch"), pico("mast")});
    visit(camera("modest"), token("b"));
    for (int i = 0; i < 253; ++i)
        visit(camera("sim-" + std::to_string(i)), local());
    ASSERT_EQ(known(), StatusBoard::kMaxDevices);

    visit(camera("newcomer"), token("c"));

    EXPECT_EQ(known(), StatusBoard::kMaxDevices);
    EXPECT_FALSE(board_.knows(camera("sim-0")));
    for (auto const& key : {camera("porch"), pico("mast"), camera("modest"), camera("newcomer")})
        EXPECT_TRUE(board_.knows(key)) << key.id;
}

TEST_F(Names, are_refused_when_everybody_is_online_and_there_is_no_more_room) {
    std::vector<Attachment> places;
    for (int i = 0; i < 256; ++i)
        places.push_back(come(camera("sim-" + std::to_string(i)), local()));
    EXPECT_EQ(board_.claim(camera("one-more"), token("c")), Claim::full);
    EXPECT_EQ(board_.claim(camera("porch"), own("c")), Claim::granted) << "somebody made a token for it";
    EXPECT_EQ(known(), StatusBoard::kMaxDevices + 1);
}

TEST_F(Names, leave_room_for_strangers_however_many_are_configured) {
    std::vector<DeviceKey> many;
    for (int i = 0; i < 300; ++i)
        many.push_back(camera("cam-" + std::to_string(i)));
    board_.configure(many);
    for (int i = 0; i < 200; ++i)
        visit(pico("p-" + std::to_string(i)), local());
    EXPECT_EQ(known(), 300 + StatusBoard::kLeastStrangers);
    EXPECT_TRUE(board_.knows(camera("cam-0")));
}

TEST_F(Names, that_left_the_configuration_are_strangers) {
    board_.configure({camera("porch"), camera("yard")});
    board_.configure({camera("yard")});
    EXPECT_EQ(board_.devices().front().key, camera("yard"));
    for (int i = 0; i < 260; ++i)
        visit(camera("sim-" + std::to_string(i)), local());
    EXPECT_EQ(known(), StatusBoard::kMaxDevices) << "it takes one of the strangers' places";
    EXPECT_EQ(board_.claim(camera("porch"), token("a")), Claim::granted) << "it is nobody's";
}

TEST_F(Names, that_are_made_up_are_counted_once_each_and_remembered) {
    auto const by = token("a", 2);
    visit(camera("one"), by);
    visit(camera("two"), by);
    visit(camera("one"), by);
    EXPECT_EQ(board_.claim(camera("three"), by), Claim::too_many);
    EXPECT_EQ(board_.claim(camera("three"), own("a")), Claim::granted) << "not made up";
    clock_.advance(StatusBoard::kRemembered);
    EXPECT_EQ(board_.claim(camera("four"), by), Claim::granted);
    EXPECT_FALSE(board_.knows(camera("two"))) << "it had been away longest";
}

TEST_F(Names, belong_to_the_first_credential_while_it_opens_anything) {
    visit(camera("lab"), token("a"));
    EXPECT_EQ(board_.claim(camera("lab"), token("b")), Claim::owned);
    EXPECT_EQ(board_.claim(camera("lab"), token("a")), Claim::granted);
    auto after = token("b");
    after.is_valid = [](std::string const& credential) { return credential != "a"; };
    EXPECT_EQ(board_.claim(camera("lab"), after), Claim::granted);
    EXPECT_EQ(board_.claim(camera("lab"), local()), Claim::granted) << "this machine may do everything";
}

/// 1,000 names pass, and everything that is kept for a board is asked how much that is.
TEST_F(Names, that_are_forgotten_are_forgotten_by_everybody) {
    CommandStats stats{hub_.commands};
    FlashLease lease{hub_.commands, clock_, 30s};
    for (int i = 0; i < 1'000; ++i) {
        auto const key = camera("sim-" + std::to_string(i));
        auto const place = come(key, local());
        hub_.links.connected(key, {});
        hub_.links.note(key, LinkEntry::Kind::invalid, "x");
        hub_.commands.knows_angles(key, 1, 1);
        publish(key.id);
        board_.complained(key, "x");
        if (i % 20 == 0) hub_.commands.submit(key, DeviceAction{"flash_off", {}, {}, {}});
        clock_.advance(100ms);
    }
    EXPECT_EQ(known(), StatusBoard::kMaxDevices);
    EXPECT_LE(hub_.links.histories().size(), StatusBoard::kMaxDevices);
    EXPECT_LE(hub_.commands.boards(), StatusBoard::kMaxDevices);
    EXPECT_LE(stats.ack_times().size(), StatusBoard::kMaxDevices);
    EXPECT_LE(hub_.quotas.size(), 2U);
    std::size_t pictures = 0;
    for (int i = 0; i < 1'000; ++i)
        pictures += hub_.registry.newest_frame("sim-" + std::to_string(i)) ? 1U : 0U;
    EXPECT_LE(pictures, StatusBoard::kMaxDevices);
}

TEST_F(Names, that_a_token_made_up_keep_four_megabytes_of_pictures) {
    auto const show = [this](DeviceId const& id, std::size_t bytes) {
        Frame frame;
        frame.jpeg = MessageBytes{std::vector<std::uint8_t>(bytes, 0xFF)};
        frame.camera = id;
        frame.arrived = clock_.now();
        hub_.registry.publish(std::make_shared<Frame const>(std::move(frame)));
        clock_.advance(1s);
    };
    board_.configure({camera("porch")});
    std::vector<Attachment> places;
    show("porch", 1 << 20);
    places.push_back(come(camera("other"), token("b")));
    show("other", 1 << 20);
    for (int i = 0; i < 8; ++i) {
        places.push_back(come(camera("c" + std::to_string(i)), token("a")));
        show("c" + std::to_string(i), 1 << 20);
    }
    int kept = 0;
    for (int i = 0; i < 8; ++i)
        kept += hub_.registry.newest_frame("c" + std::to_string(i)) ? 1 : 0;
    EXPECT_EQ(kept, 4);
    EXPECT_TRUE(hub_.registry.newest_frame("c7"));
    EXPECT_TRUE(hub_.registry.newest_frame("porch"));
    EXPECT_TRUE(hub_.registry.newest_frame("other"));
    show("c0", 5 << 20);
    EXPECT_TRUE(hub_.registry.newest_frame("c0")) << "one in any case";
    EXPECT_FALSE(hub_.registry.newest_frame("c7"));
}

TEST_F(Names, that_are_forgotten_end_the_commands_that_wait_for_them) {
    auto const by = token("a", 1);
    visit(camera("one"), by);
    auto const report = hub_.commands.submit(camera("one"), DeviceAction{"flash_off", {}, {}, {}});
    clock_.advance(StatusBoard::kRemembered);
    visit(camera("two"), by);
    EXPECT_EQ(hub_.commands.find(report.id)->state, CommandState::expired);
    EXPECT_EQ(hub_.commands.boards(), 0U);
}

TEST_F(Names, come_and_go_without_pushing_other_events_out) {
    Dashboard dashboard;
    auto const seat = hub_.events.subscribe(dashboard);
    hub_.events.tell({}, Event::AccessRefused{"192.0.2.1", "GET /", "wrong_credential", 0});
    hub_.events.tell(pico("gate"), Event::Log{Severity::error, "stuck"});
    for (int i = 0; i < 600; ++i) {
        visit(camera("made-up-" + std::to_string(i % 8)), token("a"));
        hub_.refresh_rates();
    }
    auto const events = hub_.events.remembered();
    EXPECT_LE(events.size(), 2 * EventFeed::kMaxRemembered);
    EXPECT_TRUE(std::holds_alternative<Event::AccessRefused>(events.front().what));
    EXPECT_TRUE(std::any_of(events.begin(), events.end(), [](auto const& e) { return e.device == pico("gate"); }));
    // 600 s: ten at once, and then one in five seconds.
    EXPECT_LE(dashboard.events.size(), 2U + 10U + 600U / 5U + 1U);
    // What was merged is counted.
    std::uint64_t times = 0;
    for (auto const& event : dashboard.events) {
        if (auto const* const online = std::get_if<Event::DeviceOnline>(&event.what)) times += 1 + online->more;
        if (auto const* const offline = std::get_if<Event::DeviceOffline>(&event.what)) times += 1 + offline->more;
    }
    EXPECT_GE(times, 1100U);
}

TEST_F(Names, of_one_board_are_not_all_that_is_remembered_of_events) {
    hub_.events.tell(pico("gate"), Event::Log{Severity::error, "stuck"});
    for (int i = 0; i < 300; ++i)
        hub_.events.tell(pico("loud"), Event::SensorData{"light", i});
    auto const events = hub_.events.remembered();
    ASSERT_EQ(events.size(), EventFeed::kMaxRemembered);
    EXPECT_EQ(events.front().device, pico("gate"));
    EXPECT_EQ(std::get<Event::SensorData>(events.back().what).sequence, 299);
}

} // namespace
} // namespace watchpost::hub
