// What is no number in range is refused with the range, over HTTP and over /ws, and no board hears of it.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/ws_client.hpp"

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

/// A number that a command may carry.
struct Member {
    std::string name;
    long lowest;
    long highest;
    std::string before; ///< the members in front of it, with a comma
    std::string path;
    std::string type; ///< of the command on /ws

    std::string range() const {
        return "a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest);
    }
    std::string members(std::string const& value) const { return before + '"' + name + "\":" + value; }
};

std::vector<Member> members() {
    auto const servo = "/api/v1/devices/board/servo";
    auto const actions = "/api/v1/devices/board/actions";
    return {
        {"pan", 0, 180, "", servo, R"("type":"servo",)"},
        {"tilt", 0, 180, R"("pan":90,)", servo, R"("type":"servo",)"},
        {"ttl_ms", 1000, 3'600'000, R"("pan":90,"tilt":90,)", servo, R"("type":"servo",)"},
        {"quality", 1, 100, R"("action":"capture_photo",)", actions, R"("type":"action",)"},
        {"intensity", 0, 100, R"("action":"flash_on",)", actions, R"("type":"action",)"},
    };
}

std::string repeated(std::string const& part, int times) {
    std::string out;
    for (int i = 0; i < times; ++i)
        out += part;
    return out;
}

/// Values that are JSON and are not allowed.
std::vector<std::string> wrong_values(Member const& member) {
    return {"1e300",
            "-1e300",
            "true",
            "false",
            "\"90\"",
            "\"\"",
            "null",
            "90.5",
            "[90]",
            R"({"value":90})",
            "18446744073709551616",
            "99999999999999999999999999999999999999",
            "-9223372036854775809",
            "4294967386", // 90 in 32 bits
            repeated("[", 12) + "90" + repeated("]", 12),
            '"' + std::string(8'000, '9') + '"',
            std::to_string(member.lowest - 1),
            std::to_string(member.highest + 1)};
}

/// Values that no JSON has, or that are nested too deep.
std::vector<std::string> const kNoJson{"NaN",
                                       "Infinity",
                                       "-Infinity",
                                       "1e999",
                                       "0x5A",
                                       "090",
                                       "+90",
                                       "",
                                       repeated("[", 40) + "90" + repeated("]", 40),
                                       repeated("[", 7'000)};

class Refusals : public testing::Test {
protected:
    Refusals() {
        EXPECT_TRUE(pico_.receive_text_with("connection_ack"));
        EXPECT_TRUE(camera_.receive_text_with("connection_ack"));
        EXPECT_TRUE(browser_.receive_text_with("status"));
    }

    /// A board's first word gets it the acknowledgement.
    WsClient board(std::string const& endpoint, std::string const& hello) const {
        auto socket = WsClient::open(daemon_.port(), endpoint, {{"X-Device-ID", "board"}});
        socket.send_text(hello);
        return socket;
    }

    std::string refusal_over_http(Member const& member, std::string const& body) const {
        auto const reply = http(daemon_.port(), "POST", member.path, {{"Content-Type", "application/json"}}, body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
        auto const problem = Json::parse(reply.body, nullptr, false);
        return problem.is_object() ? problem.value("detail", "") : "";
    }

    Json answer_on_ws(Member const& member, std::string const& given) {
        browser_.send_text(R"({"type":"command","id":"one","device":"board","command":{)" + member.type + given + "}}");
        for (;;) {
            auto const message = browser_.receive();
            if (!message) return nullptr;
            auto json = Json::parse(message->data);
            if (json["type"] == "command_state" || json["type"] == "error") return json;
        }
    }

    /// The next thing that a board hears is the one command that is right.
    void expect_boards_heard_nothing() {
        Headers const type{{"Content-Type", "application/json"}};
        EXPECT_EQ(http(daemon_.port(), "POST", "/api/v1/devices/board/servo", type, R"({"pan":91})").status, 202);
        EXPECT_EQ(
            http(daemon_.port(), "POST", "/api/v1/devices/board/actions", type, R"({"action":"flash_off"})").status,
            202);
        auto const servo = next_order(pico_);
        EXPECT_NE(servo.find("91"), std::string::npos) << servo;
        auto const flash = next_order(camera_);
        EXPECT_NE(flash.find("flash_off"), std::string::npos) << flash;
    }

    /// What a board hears next, apart from the pings that the moved clock makes due; empty when nothing comes.
    static std::string next_order(WsClient& board) {
        for (;;) {
            auto const message = board.receive();
            if (!message) return "";
            if (message->data.find(R"("type":"ping")") == std::string::npos) return message->data;
        }
    }

    DaemonInProcess daemon_;
    WsClient pico_ = board("/ws/pico", R"({"type":"connect","servo1_angle":90,"servo2_angle":90})");
    WsClient camera_ = board("/ws/esp32cam", R"({"type":"connection","device":"ESP32CAM"})");
    WsClient browser_ = WsClient::open(daemon_.port(), "/ws");
};

TEST_F(Refusals, name_the_range_over_http_and_on_ws) {
    for (auto const& member : members()) {
        for (auto const& value : wrong_values(member)) {
            auto const given = member.members(value);
            auto const detail = refusal_over_http(member, "{" + given + "}");
            EXPECT_TRUE(detail.starts_with(member.name + ": ")) << given << ": " << detail;
            EXPECT_TRUE(detail.ends_with(member.range())) << given << ": " << detail;

            auto const answer = answer_on_ws(member, given);
            EXPECT_EQ(answer["state"], "refused") << given << answer;
            EXPECT_EQ(answer["id"], "one");
            EXPECT_EQ(answer["detail"], detail);
        }
    }
    expect_boards_heard_nothing();
}

TEST_F(Refusals, say_what_is_expected_where_the_body_is_no_json_at_all) {
    for (auto const& member : members()) {
        for (auto const& value : kNoJson) {
            auto const given = member.members(value);
            auto const detail = refusal_over_http(member, "{" + given + "}");
            EXPECT_NE(detail.find(member.name), std::string::npos) << given << ": " << detail;
            EXPECT_NE(detail.find(member.range()), std::string::npos) << given << ": " << detail;

            // Such texts are answered once a second, and boards that say nothing for so many are given up.
            pico_.send_text(R"({"type":"pong"})");
            camera_.send_text(R"({"type":"heartbeat"})");
            daemon_.advance(1s);
            EXPECT_EQ(answer_on_ws(member, given)["code"], "invalid_json") << given;
        }
    }
    expect_boards_heard_nothing();
}

TEST_F(Refusals, of_what_is_missing_name_it_and_the_range) {
    auto const all = members();
    for (auto const* body : {"{}", R"({"smooth":true})", R"({"ttl_ms":5000})", R"({"command":{"pan":90,"tilt":90}})"}) {
        auto const detail = refusal_over_http(all.front(), body);
        EXPECT_NE(detail.find("pan and tilt are missing"), std::string::npos) << body << detail;
        EXPECT_NE(detail.find("a whole number from 0 to 180"), std::string::npos) << body << detail;
    }
    for (auto const* body : {"{}", R"({"quality":80})", R"({"action":null})", R"({"action":["flash_on"]})"}) {
        auto const detail = refusal_over_http(all.back(), body);
        EXPECT_NE(detail.find("it must be one of capture_photo, "), std::string::npos) << body << detail;
    }
    for (auto const* body : {"", "[]", "90", "null", "\"pan\""}) {
        auto const detail = refusal_over_http(all.front(), body);
        EXPECT_NE(detail.find("a whole number from 0 to 180"), std::string::npos) << body << detail;
    }
    expect_boards_heard_nothing();
}

TEST_F(Refusals, of_what_is_too_large_end_with_the_limit) {
    auto const huge = R"({"pan":)" + std::string(20'000, '9') + "}";
    auto const reply =
        http(daemon_.port(), "POST", "/api/v1/devices/board/servo", {{"Content-Type", "application/json"}}, huge);
    EXPECT_EQ(reply.status, 413) << reply.head;
    browser_.send_text(R"({"type":"command","id":1,"device":"board","command":{"type":"servo",)" + huge.substr(1) +
                       "}");
    auto const close = browser_.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 1009);
    expect_boards_heard_nothing();
}

} // namespace
} // namespace watchpost::test
