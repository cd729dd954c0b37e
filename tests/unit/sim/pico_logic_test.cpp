#include "pico_logic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class PicoLogicTest : public testing::Test {
protected:
    PicoLogicTest() { logic_.link_up(now_); }

    std::vector<PicoStep> on(std::string_view text) { return logic_.on_text(text, now_); }

    /// The one message that is the whole answer.
    json answer(std::string_view text) {
        auto const steps = on(text);
        if (steps.size() != 1 || !std::holds_alternative<Say>(steps[0])) return "not one message";
        return std::get<Say>(steps[0]).message;
    }

    /// Carries out the turns, as the board does, and gives the ack.
    json obey(std::string_view text) {
        json last;
        for (auto const& step : on(text)) {
            if (auto const* turn = std::get_if<Turn>(&step)) {
                head_->move_to(turn->target, now_, turn->takes);
                now_ += std::chrono::duration_cast<SteadyTime::duration>(turn->takes);
                turned_ += turn->takes;
            }
            if (auto const* say = std::get_if<Say>(&step)) last = say->message;
        }
        return last;
    }

    SteadyTime now_ = SteadyTime{} + 1h;
    std::chrono::duration<double> turned_{};
    std::shared_ptr<PanTilt> head_ = std::make_shared<PanTilt>();
    PicoLogic logic_{head_, "0123456789abcdef", 1};
};

json ack(std::string_view type, std::string_view status, std::string_view detail) {
    return {{"type", "ack"}, {"command_type", type}, {"status", status}, {"detail", detail}};
}

TEST_F(PicoLogicTest, HelloTellsAnglesAndOnlyTheBeginningOfTheToken) {
    auto const hello =
        json::parse(logic_.stamped(logic_.hello(WallTime{} + 1'795'000'000s), WallTime{} + 1'795'000'001s));
    EXPECT_EQ(hello["type"], "connect");
    EXPECT_EQ(hello["device"], "pico");
    EXPECT_EQ(hello["servo1_angle"], 90);
    EXPECT_EQ(hello["auth_token"], "0123456789...");
    EXPECT_EQ(hello["connection_id"], 1'795'000'000);
    EXPECT_EQ(hello["timestamp"], "1795000001");
    EXPECT_TRUE(hello["memory_free"].is_number_integer());
}

TEST_F(PicoLogicTest, OneAckPerSessionForTheServersGreeting) {
    EXPECT_EQ(answer(R"({"type":"connection_ack","status":"success"})"),
              ack("connection_ack", "success", "Connection confirmed"));
    EXPECT_TRUE(on(R"({"type":"connection_ack","status":"success"})").empty());
}

TEST_F(PicoLogicTest, ServoTakesTheMeasuredTimeAndTellsTheAngles) {
    EXPECT_EQ(obey(R"({"type":"servo","command":{"servo1":150,"servo2":60}})"),
              ack("servo", "success", "X=150°, Y=60°"));
    EXPECT_NEAR(turned_.count(), 3.3, 0.01);
    EXPECT_EQ(head_->at(now_), (Bearing{150, 60}));
}

TEST_F(PicoLogicTest, SameAnglesAgainAreIgnored) {
    EXPECT_EQ(obey(R"({"type":"servo","servo1":90,"servo2":90})"), ack("servo", "ignored", "Duplicate command"));
    EXPECT_EQ(obey(R"({"type":"servo","command":{}})"), ack("servo", "ignored", "Duplicate command"));
}

TEST_F(PicoLogicTest, AnglesAreKeptOffTheEndsAndNonsenseIsRefused) {
    EXPECT_EQ(obey(R"({"type":"servo","command":{"servo1":0,"servo2":180}})")["detail"], "X=20°, Y=160°");
    for (auto const* wrong :
         {R"({"type":"servo","command":{"servo1":-1}})", R"({"type":"servo","command":{"servo1":1e300}})",
          R"({"type":"servo","command":{"servo2":"x"}})", R"({"type":"servo","command":{"servo2":true}})"})
        EXPECT_EQ(obey(wrong), ack("servo", "error", "Invalid angle")) << wrong;
}

TEST_F(PicoLogicTest, CommandMovesOneServoAfterTheOther) {
    EXPECT_EQ(obey(R"({"type":"command","command":{"servo1":150,"servo2":30}})")["command_type"], "command");
    EXPECT_NEAR(turned_.count(), 6.6, 0.01);
    EXPECT_EQ(head_->at(now_), (Bearing{150, 30}));
}

TEST_F(PicoLogicTest, ActionsCentreRebootAndStop) {
    obey(R"({"type":"servo","command":{"servo1":150,"servo2":60}})");
    EXPECT_EQ(obey(R"({"type":"action","command":{"action":"reset_position"}})")["status"], "success");
    EXPECT_EQ(head_->at(now_), PanTilt::kCentre);
    EXPECT_EQ(answer(R"({"type":"action","command":{"action":"emergency_stop"}})")["command_type"], "action");
    auto const reboot = on(R"({"type":"command","command":{"action":"system_reboot"}})");
    ASSERT_EQ(reboot.size(), 2U);
    EXPECT_EQ(std::get<Say>(reboot[0]).message["type"], "log");
    EXPECT_TRUE(std::holds_alternative<Restart>(reboot[1]));
}

TEST_F(PicoLogicTest, StatusTellsBothServos) {
    auto const detail = answer(R"({"type":"status"})")["detail"];
    EXPECT_EQ(detail["servo2"]["target_angle"], 90);
    EXPECT_EQ(detail["wifi_connected"], true);
}

TEST_F(PicoLogicTest, PongsAndAcksAreSilentAndTheRestIsUnknown) {
    EXPECT_TRUE(on(R"({"type":"pong"})").empty());
    EXPECT_TRUE(on(R"({"type":"ack"})").empty());
    EXPECT_EQ(answer(R"({"type":"ping"})")["type"], "pong");
    EXPECT_EQ(answer(R"({"type":"error","message":"no"})"), ack("unknown", "ignored", "Unknown message type"));
    EXPECT_EQ(answer("{broken"), ack("error", "error", "Invalid JSON"));
    EXPECT_EQ(answer("[1]"), ack("error", "error", "Invalid JSON"));
}

TEST_F(PicoLogicTest, PingsWhenItsLastIsOlderThan15Seconds) {
    EXPECT_FALSE(logic_.ping_due(now_ + 15s));
    EXPECT_TRUE(logic_.ping_due(now_ + 16s));
    EXPECT_FALSE(logic_.ping_due(now_ + 17s));
}

TEST_F(PicoLogicTest, AfterAMinuteWithoutMessagesItObeysOnceMoreAndLeaves) {
    now_ += 61s;
    auto const steps = on(R"({"type":"ping"})");
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<Say>(steps[0]));
    EXPECT_TRUE(std::holds_alternative<Leave>(steps[1]));
}

} // namespace
} // namespace watchpost::sim
