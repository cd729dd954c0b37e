#include "hub_fixture.hpp"

#include <functional>

namespace watchpost::hub {
namespace {

Telemetry telemetry(std::optional<std::string> firmware, int rssi_dbm, std::optional<std::uint64_t> memory_free_bytes,
                    std::optional<int> servo1_angle, std::optional<int> servo2_angle) {
    Telemetry told;
    told.firmware = std::move(firmware);
    told.rssi_dbm = rssi_dbm;
    told.memory_free_bytes = memory_free_bytes;
    told.servo1_angle = servo1_angle;
    told.servo2_angle = servo2_angle;
    return told;
}

class StatusBoardTest : public HubTest {
protected:
    bool changes_version(std::function<void()> const& action) {
        auto const before = board_.version();
        action();
        return board_.version() != before;
    }

    StatusBoard& board_ = hub_.board;
    DeviceKey const key_ = camera("front");
};

TEST_F(StatusBoardTest, lists_the_configured_boards_first_in_their_order) {
    board_.declare(pico("z"));
    board_.declare(camera("a"));
    board_.came_online(camera("0"), {});

    auto const devices = board_.devices();

    ASSERT_EQ(devices.size(), 3u);
    EXPECT_EQ(devices[0].key, pico("z"));
    EXPECT_EQ(devices[1].key, camera("a"));
    EXPECT_EQ(devices[2].key, camera("0"));
    EXPECT_FALSE(devices[0].online);
    EXPECT_EQ(devices[0].last_seen, std::nullopt);
}

TEST_F(StatusBoardTest, tells_when_a_board_came_and_was_seen) {
    board_.came_online(key_, {"192.0.2.1", "lib"});
    auto const came = clock_.wall();
    clock_.advance(5s);
    board_.seen(key_);
    EXPECT_EQ(status_of(key_).last_seen, clock_.wall());
    clock_.advance(5s);
    board_.received(key_, 100);
    auto const newest = clock_.wall();
    EXPECT_EQ(status_of(key_).connected_since, came);
    EXPECT_EQ(status_of(key_).peer.library, "lib");

    clock_.advance(5s);
    board_.went_offline(key_);

    EXPECT_FALSE(status_of(key_).online);
    EXPECT_EQ(status_of(key_).last_seen, newest);
    EXPECT_EQ(status_of(key_).connected_since, std::nullopt);
    EXPECT_EQ(status_of(key_).bytes_received, 100u);
}

TEST_F(StatusBoardTest, keeps_the_newest_20_complaints) {
    for (int i = 1; i <= 25; ++i)
        board_.complained(key_, std::to_string(i));

    auto const complaints = board_.complaints(key_);
    ASSERT_EQ(complaints.size(), 20u);
    EXPECT_EQ(complaints.front().message, "25");
    EXPECT_EQ(complaints.back().message, "6");
    EXPECT_EQ(status_of(key_).complaints, 25u);
}

TEST_F(StatusBoardTest, keeps_of_a_complaint_what_people_can_read) {
    board_.complained(key_, "bad\n" + std::string(100'000, 'x'));

    auto const message = board_.complaints(key_).front().message;
    EXPECT_TRUE(message.starts_with("bad\\x0Axxx")) << message;
    EXPECT_LT(message.size(), 200u);
}

TEST_F(StatusBoardTest, keeps_what_a_board_told_until_it_tells_something_else) {
    board_.told(key_, telemetry("1.0", -60, 1000, 90, 45));
    board_.told(key_, telemetry(std::nullopt, -70, std::nullopt, std::nullopt, 0));

    auto const known = status_of(key_).telemetry;
    EXPECT_EQ(known.firmware, "1.0");
    EXPECT_EQ(known.rssi_dbm, -70);
    EXPECT_EQ(known.memory_free_bytes, 1000u);
    EXPECT_EQ(known.servo1_angle, 90);
    EXPECT_EQ(known.servo2_angle, 0);
}

TEST_F(StatusBoardTest, forgets_the_stranger_that_has_been_away_longest_beyond_256) {
    board_.declare(camera("configured"));
    board_.came_online(camera("online"), {});
    for (int i = 0; i < 254; ++i) {
        clock_.advance(1s);
        board_.came_online(camera("stranger" + std::to_string(i)), {});
        board_.went_offline(camera("stranger" + std::to_string(i)));
    }
    ASSERT_EQ(board_.devices().size(), StatusBoard::kMaxDevices);

    clock_.advance(1s);
    board_.came_online(camera("newcomer"), {});

    EXPECT_EQ(board_.devices().size(), StatusBoard::kMaxDevices);
    EXPECT_FALSE(board_.knows(camera("stranger0")));
    EXPECT_TRUE(board_.knows(camera("stranger1")));
    EXPECT_TRUE(board_.knows(camera("newcomer")));
    EXPECT_TRUE(board_.knows(camera("configured")));
    EXPECT_TRUE(board_.knows(camera("online")));
}

TEST_F(StatusBoardTest, forgets_the_pictures_of_the_boards_it_forgot) {
    for (int i = 0; i < 600; ++i) {
        clock_.advance(1s);
        auto const id = "stranger" + std::to_string(i);
        board_.came_online(camera(id), {});
        publish(id);
        board_.went_offline(camera(id));
    }

    int pictures = 0;
    for (int i = 0; i < 600; ++i)
        pictures += hub_.registry.newest_frame("stranger" + std::to_string(i)) ? 1 : 0;
    EXPECT_LE(pictures, 256);
    EXPECT_TRUE(hub_.registry.newest_frame("stranger599"));
}

TEST_F(StatusBoardTest, has_a_new_version_for_what_a_dashboard_should_be_told) {
    struct Row {
        char const* name;
        std::function<void()> action;
    };
    for (auto const& [name, action] : std::vector<Row>{
             {"declared", [this] { board_.declare(pico("pan")); }},
             {"online", [this] { board_.came_online(key_, {}); }},
             {"told", [this] { board_.told(key_, telemetry("1.0", -60, 5, 1, 2)); }},
             {"told something new", [this] { board_.told(key_, telemetry("1.0", -61, 5, 1, 2)); }},
             {"invalid", [this] { board_.sent_invalid(key_); }},
             {"complaint", [this] { board_.complained(key_, "x"); }},
             {"refused frame", [this] { board_.sent_refused_frame(key_); }},
             {"first frame", [this] { publish("front"); }},
             {"another size", [this] { publish("front", 640); }},
             {"viewers", [this] { board_.watched_by("front", 2); }},
             {"offline", [this] { board_.went_offline(key_); }},
         })
        EXPECT_TRUE(changes_version(action)) << name;
}

TEST_F(StatusBoardTest, keeps_its_version_for_what_changes_all_the_time) {
    board_.came_online(key_, {});
    board_.told(key_, telemetry("1.0", -60, 5, 1, 2));
    board_.watched_by("front", 2);
    publish("front");

    EXPECT_FALSE(changes_version([this] { board_.received(key_, 10); }));
    EXPECT_FALSE(changes_version([this] { board_.seen(key_); }));
    EXPECT_FALSE(changes_version([this] { publish("front"); }));
    EXPECT_FALSE(changes_version([this] { board_.told(key_, telemetry("1.0", -60, 5, 1, 2)); }));
    EXPECT_FALSE(changes_version([this] { board_.told(key_, {}); }));
    EXPECT_FALSE(changes_version([this] { board_.watched_by("front", 2); }));
    EXPECT_FALSE(changes_version([this] { board_.watched_by("nobody", 2); }));
}

TEST_F(StatusBoardTest, tells_rates_and_has_a_new_version_when_they_change) {
    board_.came_online(key_, {});
    for (int second = 0; second < 3; ++second) {
        for (int i = 0; i < 10; ++i) {
            publish("front");
            board_.received(key_, 2000);
        }
        clock_.advance(1s);
    }

    EXPECT_TRUE(changes_version([this] { board_.refresh_rates(); }));
    EXPECT_EQ(status_of(key_).fps, 10);
    EXPECT_EQ(status_of(key_).bytes_per_second, 20'000);
    EXPECT_EQ(status_of(key_).frames_received, 30u);
    EXPECT_FALSE(changes_version([this] { board_.refresh_rates(); }));

    clock_.advance(10s);
    EXPECT_TRUE(changes_version([this] { board_.refresh_rates(); }));
    EXPECT_EQ(status_of(key_).fps, 0);
}

} // namespace
} // namespace watchpost::hub
