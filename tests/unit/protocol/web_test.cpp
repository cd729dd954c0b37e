#include <watchpost/json/json.hpp>
#include <watchpost/protocol/web.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::protocol::web {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

template <class What>
bool reads_as(std::string const& text) {
    auto const message = read(text);
    return message && std::holds_alternative<What>(*message);
}

TEST(WebCodec, reads_each_message_of_a_browser) {
    EXPECT_TRUE(reads_as<Ping>(R"({"type":"ping"})"));
    EXPECT_TRUE(reads_as<GetStatus>(R"({"type":"get_status"})"));
    EXPECT_TRUE(reads_as<StartStream>(R"({"type":"start_stream"})"));
    EXPECT_TRUE(reads_as<Authenticate>(R"({"type":"authenticate","token":"a.b.c","timestamp":1795000000000})"));
}

TEST(WebCodec, reads_how_many_pictures_came_before_the_one_that_was_painted) {
    auto const message = read(R"({"type":"painted","frame":7})");
    ASSERT_TRUE(message);
    ASSERT_TRUE(std::holds_alternative<Painted>(*message));
    EXPECT_EQ(std::get<Painted>(*message).frame, 7U);
    EXPECT_GE(std::get<Painted>(*message).want, 8U);
    auto const none = read(R"({"type":"painted","frame":7,"want":0})");
    ASSERT_TRUE(std::holds_alternative<Painted>(*none));
    EXPECT_EQ(std::get<Painted>(*none).want, 0U);
    for (std::string const text : {R"({"type":"painted"})", R"({"type":"painted","frame":0})",
                                   R"({"type":"painted","frame":-1})", R"({"type":"painted","frame":1.5})"})
        EXPECT_TRUE(reads_as<Ignored>(text)) << text;
}

TEST(WebCodec, answers_a_ping_that_has_a_name_with_it_and_the_time) {
    auto const message = read(R"({"type":"ping","id":5})");
    ASSERT_TRUE(message);
    auto const& ping = std::get<Ping>(*message);
    EXPECT_EQ(json::parse(pong(ping.id, WallTime{1'795'000'000'250ms})),
              json({{"type", "pong"}, {"id", 5}, {"server_time", 1'795'000'000.25}}));
}

TEST(WebCodec, ignores_what_it_does_not_know_and_a_pong) {
    for (std::string const text : {R"({"type":"pong"})", R"({"type":"commands","command":{}})", "{}", R"({"type":1})",
                                   R"({"type":"PING"})", R"({"type":""})"})
        EXPECT_TRUE(reads_as<Ignored>(text)) << text;
}

TEST(WebCodec, tells_why_it_could_not_read) {
    for (std::string const text : {"", "ping", "[]", "null", "{"}) {
        auto const message = read(text);
        ASSERT_FALSE(message) << text;
        EXPECT_FALSE(message.error().message.empty());
    }
}

TEST(WebCodec, writes_the_short_answers) {
    EXPECT_EQ(json::parse(pong()), json({{"type", "pong"}}));
    EXPECT_EQ(json::parse(stream_started()), json({{"type", "stream_started"}}));
    EXPECT_EQ(json::parse(stream_error("no")), json({{"type", "stream_error"}, {"message", "no"}}));
    EXPECT_EQ(json::parse(authenticated("ann", "viewer")),
              json({{"type", "authenticated"}, {"username", "ann"}, {"role", "viewer"}}));
    EXPECT_EQ(json::parse(frame_age(7, {"front", "::1", 24.96, 2ms, 84ms, 3})),
              json({{"type", "age"}, {"frame", 7}, {"age_ms", 84}, {"fps", 25.0}, {"dropped", 3}}));
    EXPECT_EQ(json::parse(invalid_json("not JSON")),
              json({{"type", "error"}, {"code", "invalid_json"}, {"message", "not JSON"}}));
}

class WebEvents : public testing::Test {
protected:
    static json written(decltype(Event::what) what, DeviceKind kind = DeviceKind::esp32cam) {
        return json::parse(event({WallTime{1'795'000'000s}, {kind, "front"}, std::move(what)}));
    }
    static json expected(json fields, std::string const& kind = "esp32cam") {
        fields["timestamp"] = "2026-11-18T11:06:40.000Z";
        fields["device"] = "front";
        fields["kind"] = kind;
        return fields;
    }
};

TEST_F(WebEvents, have_the_fields_of_the_reference) {
    EXPECT_EQ(written(Event::DeviceOnline{}), expected({{"type", "device_online"}, {"more", 0}}));
    EXPECT_EQ(written(Event::DeviceOffline{"the link was lost", 7}),
              expected({{"type", "device_offline"}, {"reason", "the link was lost"}, {"more", 7}}));
    EXPECT_EQ(written(Event::DeviceConflict{"two boards"}),
              expected({{"type", "device_conflict"}, {"message", "two boards"}}));
    EXPECT_EQ(written(Event::Log{Severity::warning, "hot"}),
              expected({{"type", "log"}, {"level", "warning"}, {"message", "hot"}}));
    EXPECT_EQ(written(Event::SensorData{"light", 7}, DeviceKind::pico),
              expected({{"type", "sensor_data"}, {"sensor_type", "light"}, {"sequence", 7}}, "pico"));
    EXPECT_EQ(written(Event::DeviceError{"sensor gone"}),
              expected({{"type", "device_error"}, {"message", "sensor gone"}}));
}

TEST_F(WebEvents, never_throw_for_what_a_board_says) {
    EXPECT_EQ(written(Event::Log{Severity::info, "x\xFFy</script>\""}).at("message"), "x\xEF\xBF\xBDy</script>\"");
}

TEST_F(WebEvents, stand_in_their_document_oldest_first) {
    Event first{WallTime{}, {DeviceKind::pico, "a"}, Event::DeviceOnline{}};
    Event second{WallTime{}, {DeviceKind::pico, "b"}, Event::DeviceOnline{}};

    auto const document = json::parse(events_document({first, second}));

    ASSERT_EQ(document.at("events").size(), 2u);
    EXPECT_EQ(document.at("events").at(0).at("device"), "a");
    EXPECT_EQ(document.at("events").at(1).at("device"), "b");
    EXPECT_EQ(events_document({}), R"({"events":[]})");
}

} // namespace
} // namespace watchpost::protocol::web
