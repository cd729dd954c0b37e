#include <watchpost/json/json.hpp>
#include <watchpost/protocol/web.hpp>

#include <gtest/gtest.h>

#include <set>

namespace watchpost::protocol::web {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::set<std::string> names(json const& object) {
    std::set<std::string> all;
    for (auto const& item : object.items())
        all.insert(item.key());
    return all;
}

DeviceStatus camera(std::string id = "front") {
    DeviceStatus device;
    device.key = {DeviceKind::esp32cam, std::move(id)};
    return device;
}

DeviceStatus pico() {
    DeviceStatus device;
    device.key = {DeviceKind::pico, "pan"};
    return device;
}

json told(DeviceStatus device) {
    return json::parse(devices_document({std::move(device)})).at("devices").at(0);
}

json told(SystemStatus const& system) {
    return json::parse(status(system));
}

std::set<std::string> const kEveryBoard{"id",
                                        "kind",
                                        "online",
                                        "last_seen",
                                        "connected_since",
                                        "address",
                                        "library",
                                        "reconnects",
                                        "takeovers",
                                        "bytes_received",
                                        "bytes_per_second",
                                        "invalid_messages",
                                        "complaints",
                                        "rssi_dbm",
                                        "memory_free_bytes",
                                        "firmware"};

TEST(DeviceJson, has_the_fields_of_the_reference_and_no_others) {
    auto expected = kEveryBoard;
    expected.insert({"frames_received", "frames_refused", "fps", "width", "height", "viewers"});
    EXPECT_EQ(names(told(camera())), expected);

    expected = kEveryBoard;
    expected.insert({"servo1_angle", "servo2_angle"});
    EXPECT_EQ(names(told(pico())), expected);
}

TEST(DeviceJson, is_null_where_nothing_is_known) {
    for (auto const& device : {told(camera()), told(pico())})
        for (auto const* name : {"last_seen", "connected_since", "address", "library", "rssi_dbm", "memory_free_bytes",
                                 "firmware", "width", "height", "servo1_angle", "servo2_angle"})
            EXPECT_TRUE(!device.contains(name) || device.at(name).is_null()) << name;
    EXPECT_EQ(told(camera()).at("reconnects"), 0);
    EXPECT_EQ(told(camera()).at("complaints"), 0);
}

TEST(DeviceJson, tells_what_is_known) {
    auto device = camera();
    device.online = true;
    device.last_seen = WallTime{1'795'000'001s};
    device.connected_since = WallTime{1'795'000'000s};
    device.peer = {"192.0.2.7", "ArduinoWebsockets"};
    device.connections = 4;
    device.takeovers = 2;
    device.bytes_received = 5'000'000'000;
    device.bytes_per_second = 1234.56;
    device.invalid_messages = 3;
    device.complaints = 21;
    device.telemetry.firmware = "1.0";
    device.telemetry.rssi_dbm = -61;
    device.telemetry.memory_free_bytes = 123456;
    device.frames_received = 77;
    device.frames_refused = 1;
    device.fps = 12.3456;
    device.width = 800;
    device.height = 600;
    device.viewers = 5;

    EXPECT_EQ(told(device), json::parse(R"({"id":"front","kind":"esp32cam","online":true,
        "last_seen":"2026-11-18T11:06:41.000Z","connected_since":"2026-11-18T11:06:40.000Z","address":"192.0.2.7",
        "library":"ArduinoWebsockets","reconnects":3,"takeovers":2,"bytes_received":5000000000,
        "bytes_per_second":1235.0,"invalid_messages":3,
        "complaints":21,"rssi_dbm":-61,
        "memory_free_bytes":123456,"firmware":"1.0","frames_received":77,"frames_refused":1,"fps":12.3,
        "width":800,"height":600,"viewers":5})"));
}

TEST(DeviceJson, of_a_pico_has_its_angles) {
    auto device = pico();
    device.telemetry.servo1_angle = 0;
    device.telemetry.servo2_angle = 75;

    EXPECT_EQ(told(device).at("servo1_angle"), 0);
    EXPECT_EQ(told(device).at("servo2_angle"), 75);
}

TEST(StatusMessage, has_the_fields_of_the_reference_and_no_others) {
    SystemStatus system;
    std::set<std::string> const expected{
        "type",     "timestamp",      "system_ready",         "version",       "uptime",       "web_clients_count",
        "viewers",  "default_camera", "active_clients_count", "device_status", "error_counts", "devices",
        "stations", "viewer_list",    "devices_more",         "stations_more"};

    EXPECT_EQ(names(told(system)), expected);
    EXPECT_EQ(told(system).at("type"), "status");

    auto document = json::parse(status_document(system));
    EXPECT_FALSE(document.contains("type"));
    document["type"] = "status";
    EXPECT_EQ(document, told(system));
}

TEST(StatusMessage, tells_the_whole_picture) {
    SystemStatus system;
    system.time = WallTime{1'795'000'000s};
    system.uptime = 93'784'560ms;
    system.web_clients = 2;
    system.viewers = 3;
    system.invalid_messages = 9;
    system.default_camera = "front";
    system.devices = {camera(), pico()};
    system.stations = {{{"door", "front", "pan"}, {{"home", {80, 100}}, {"gate", {0, 180}}}}};

    auto const message = told(system);

    EXPECT_EQ(message.at("timestamp"), "2026-11-18T11:06:40.000Z");
    EXPECT_EQ(message.at("uptime"), 93'784.6);
    EXPECT_EQ(message.at("system_ready"), true);
    EXPECT_TRUE(message.at("version").is_string());
    EXPECT_EQ(message.at("web_clients_count"), 2);
    EXPECT_EQ(message.at("viewers"), 3);
    EXPECT_EQ(message.at("active_clients_count"), 5);
    EXPECT_EQ(message.at("error_counts").at("invalid_messages"), 9);
    EXPECT_EQ(message.at("default_camera"), "front");
    EXPECT_EQ(message.at("devices").size(), 2u);
    EXPECT_EQ(message.at("stations"), json::parse(R"([{"id":"door","camera":"front","pico":"pan","presets":[
        {"name":"home","pan":80,"tilt":100},{"name":"gate","pan":0,"tilt":180}]}])"));
    EXPECT_TRUE(told(SystemStatus{}).at("default_camera").is_null());
}

TEST(StatusMessage, tells_what_each_viewer_gets) {
    SystemStatus system;
    system.viewer_list = {{"front", "192.0.2.1", 9.96, 1'600us, 84'500us, 3}, {"", "::1", 0, {}, {}, 0}};

    EXPECT_EQ(told(system).at("viewer_list"), json::parse(R"([
        {"camera":"front","address":"192.0.2.1","fps":10.0,"age_ms":2,"painted_ms":85,"dropped":3},
        {"camera":null,"address":"::1","fps":0.0,"age_ms":null,"painted_ms":null,"dropped":0}])"));
}

// Quirk Q2: the old server put a time object here, and every status failed once a board had been there.
TEST(OldDeviceStatus, has_a_last_seen_that_is_a_text_or_null) {
    SystemStatus system;
    system.devices = {camera()};
    auto const never = told(system).at("device_status");
    for (auto const* kind : {"pico", "esp32cam"})
        EXPECT_EQ(never.at(kind), json({{"online", false}, {"last_seen", nullptr}, {"errors", json::array()}}));

    system.devices.front().last_seen = WallTime{1'795'000'000s};
    EXPECT_EQ(told(system).at("device_status").at("esp32cam").at("last_seen"), "2026-11-18T11:06:40.000Z");
}

TEST(OldDeviceStatus, sums_up_all_boards_of_a_kind) {
    SystemStatus system;
    auto away = camera("back");
    away.last_seen = WallTime{20s};
    auto here = camera("front");
    here.online = true;
    here.last_seen = WallTime{10s};
    here.complaints = 2;
    system.devices = {here, away, pico()};

    auto const both = told(system).at("device_status");

    EXPECT_EQ(both.at("esp32cam"), json::parse(R"({"online":true,"last_seen":"1970-01-01T00:00:20.000Z",
        "errors":[]})"));
    EXPECT_EQ(both.at("pico").at("online"), false);
}

/// A system in which everybody says as much as he can, and what JSON makes most of.
SystemStatus loud_system(std::size_t boards) {
    SystemStatus system;
    for (std::size_t i = 0; i < boards; ++i) {
        auto device = camera(std::string(28, 'x') + std::to_string(1000 + i));
        device.online = true;
        device.peer.address = "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff";
        device.peer.library = std::string(64, '\x01');
        device.telemetry.firmware = std::string(32, '"');
        device.bytes_received = UINT64_MAX;
        device.frames_received = UINT64_MAX;
        device.last_seen = device.connected_since = WallTime{1'795'000'000s};
        system.devices.push_back(device);
        Preset const preset{std::string(32, 'p'), {180, 180}};
        system.stations.push_back({{std::string(32, 's'), device.key.id, device.key.id}, {64, preset}});
    }
    system.viewer_list.assign(SystemStatus::kMaxViewers, {std::string(32, 'x'), std::string(45, 'f'), 99, {}, {}, 1});
    return system;
}

TEST(StatusMessage, is_64_kib_at_most_and_counts_what_has_no_room) {
    for (std::size_t const boards : {1, 16, 100, 256, 1202}) {
        auto const text = status(loud_system(boards));
        EXPECT_LE(text.size(), 64u * 1024) << boards;
        auto const message = json::parse(text);
        EXPECT_EQ(message.at("devices").size() + message.at("devices_more").get<std::size_t>(), boards);
        EXPECT_EQ(message.at("stations").size() + message.at("stations_more").get<std::size_t>(), boards);
        EXPECT_GE(message.at("devices").size(), std::min<std::size_t>(boards, 40));
    }
}

TEST(StatusMessage, has_room_for_a_hundred_boards_that_say_what_boards_say) {
    SystemStatus system;
    for (int i = 0; i < 100; ++i) {
        auto device = i % 2 == 0 ? camera("sim-cam-" + std::to_string(i)) : pico();
        device.last_seen = device.connected_since = WallTime{1'795'000'000s};
        device.peer = {"192.168.1.100", "TinyWebsockets Client"};
        device.telemetry.firmware = "1.0.0";
        device.bytes_received = 123'456'789;
        system.devices.push_back(device);
    }
    EXPECT_EQ(json::parse(status(system)).at("devices_more"), 0);
}

TEST(StatusMessage, cuts_what_a_board_says_between_two_characters) {
    auto device = camera();
    device.peer.library = std::string(127, 'x') + "\u00e9";
    device.telemetry.firmware = std::string(32, '\x02');
    EXPECT_EQ(told(device).at("library"), std::string(127, 'x'));
    EXPECT_EQ(told(device).at("firmware"), std::string(21, '\x02')) << "six bytes each in the message";
    device.peer.library = std::string(126, 'x') + "\u00e9";
    EXPECT_EQ(told(device).at("library"), device.peer.library);
}

TEST(StatusMessage, stands_apart_from_its_time) {
    auto system = loud_system(2);
    auto const before = status_text(system);
    system.time += 5s;
    system.uptime += 5s;
    auto const after = status_text(system);
    EXPECT_NE(before.moment, after.moment);
    EXPECT_EQ(before.rest, after.rest);
    EXPECT_EQ(after.moment + after.rest, status(system));
}

TEST(StatusMessage, never_throws_for_what_a_board_says) {
    SystemStatus system;
    auto device = camera();
    device.peer.library = "\xFF\xFE";
    device.telemetry.firmware = "cut \xE2\x82";
    device.fps = std::numeric_limits<double>::quiet_NaN();
    system.devices = {device};

    EXPECT_EQ(told(system).at("devices").at(0).at("firmware"), "cut \xEF\xBF\xBD\xEF\xBF\xBD");
}

} // namespace
} // namespace watchpost::protocol::web
