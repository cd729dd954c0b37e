#include "pico_logic.hpp"

#include "numbers.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>

namespace watchpost::sim {
namespace {

using nlohmann::json;

constexpr auto kPingEvery = std::chrono::seconds(15);
constexpr auto kStale = std::chrono::seconds(60);
constexpr std::chrono::duration<double> kPerDegree(3.3 / 60);
constexpr double kSmooth = 1.5;

Say ack(std::string_view command_type, std::string_view status, json detail) {
    return {{{"type", "ack"}, {"command_type", command_type}, {"status", status}, {"detail", std::move(detail)}}};
}

std::string word_at(json const& object, char const* key) {
    if (!object.is_object()) return {};
    auto const found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// The firmware takes a missing angle for 90 and keeps the servos off their ends.
std::optional<double> angle_at(json const& command, char const* key) {
    if (!command.contains(key)) return 90;
    auto const angle = integer_at(command, key, 0, 180);
    if (!angle) return std::nullopt;
    return std::clamp(*angle, 20, 160);
}

json const& command_of(json const& message) {
    auto const found = message.find("command");
    return found != message.end() && found->is_object() ? *found : message;
}

long whole(double angle) {
    return std::lround(angle);
}

} // namespace

PicoLogic::PicoLogic(std::shared_ptr<PanTilt const> head, std::string_view token, double move_speed)
    : head_(std::move(head))
    , token_hint_(std::string(token.substr(0, 10)) + "...")
    , move_speed_(move_speed) {}

void PicoLogic::link_up(SteadyTime now) {
    if (started_ == SteadyTime{}) started_ = now;
    last_ping_ = last_message_ = now;
    acked_connection_ = false;
}

Say PicoLogic::hello(WallTime wall) const {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(wall.time_since_epoch()).count();
    return {{{"type", "connect"},
             {"version", "2.0"},
             {"servo1_angle", whole(head_->target().pan)},
             {"servo2_angle", whole(head_->target().tilt)},
             {"auth_token", token_hint_},
             {"wifi_ssid", "simulated"},
             {"connection_id", seconds}}};
}

std::string PicoLogic::stamped(Say say, WallTime wall) {
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(wall.time_since_epoch()).count();
    say.message["timestamp"] = std::to_string(seconds);
    say.message["device"] = "pico";
    say.message["memory_free"] = 131'000 - (sent_++ % 40) * 1'024; // falls until the garbage collector has run
    return say.message.dump(-1, ' ', false, json::error_handler_t::replace);
}

SteadyTime PicoLogic::next_ping() const {
    return last_ping_ + kPingEvery;
}

std::optional<Say> PicoLogic::ping_due(SteadyTime now) {
    if (now <= next_ping()) return std::nullopt;
    last_ping_ = now;
    return Say{{{"type", "ping"}}};
}

std::vector<PicoStep> PicoLogic::on_text(std::string_view text, SteadyTime now) {
    bool const stale = now - last_message_ > kStale;
    last_message_ = now;

    json const message = json::parse(text, nullptr, false);
    std::string const type = word_at(message, "type");
    std::vector<PicoStep> steps;
    if (!message.is_object()) {
        steps = {ack("error", "error", "Invalid JSON")};
    } else if (type == "connection_ack" || type == "connection") {
        if (!acked_connection_) steps = {ack(type, "success", "Connection confirmed")};
        acked_connection_ = true;
    } else if (type == "ping") {
        steps = {Say{{{"type", "pong"}}}};
    } else if (type == "servo" || type == "servo_smooth") {
        steps = obey_servo(message, type, type == "servo_smooth", now);
    } else if (type == "action") {
        steps = obey_action(word_at(command_of(message), "action"), type, now);
    } else if (type == "command") {
        std::string const action = word_at(command_of(message), "action");
        steps = action.empty() ? obey_servo(message, type, false, now) : obey_action(action, type, now);
    } else if (type == "status") {
        steps = {ack(type, "success", status(now))};
    } else if (type != "pong" && type != "ack") {
        steps = {ack("unknown", "ignored", "Unknown message type")};
    }
    // The board's clock check is behind the handling: it obeys, acks, and then gives the link up.
    if (stale) steps.emplace_back(Leave{"timeout: nothing to do for more than 60 s"});
    return steps;
}

std::vector<PicoStep> PicoLogic::obey_servo(json const& message, std::string_view command_type, bool smooth,
                                            SteadyTime now) const {
    json const& command = command_of(message);
    auto const pan = angle_at(command, "servo1");
    auto const tilt = angle_at(command, "servo2");
    if (!pan || !tilt) return {ack(command_type, "error", "Invalid angle")};
    Bearing const target{*pan, *tilt};
    if (target == head_->target() && !head_->moving(now)) return {ack(command_type, "ignored", "Duplicate command")};

    double const slowness = smooth ? kSmooth : 1;
    std::vector<PicoStep> steps;
    if (command_type == "command") { // one servo after the other
        Bearing const here = head_->at(now);
        steps.emplace_back(turn_to({target.pan, here.tilt}, slowness, now));
        Turn second = turn_to({here.pan, target.tilt}, slowness, now);
        second.target = target;
        steps.emplace_back(second);
    } else {
        steps.emplace_back(turn_to(target, slowness, now));
    }
    steps.emplace_back(ack(command_type, "success", fmt::format("X={}°, Y={}°", whole(*pan), whole(*tilt))));
    return steps;
}

std::vector<PicoStep> PicoLogic::obey_action(std::string_view action, std::string_view command_type,
                                             SteadyTime now) const {
    if (action == "reset_position")
        return {turn_to(PanTilt::kCentre, 1, now), ack(command_type, "success", "Position reset")};
    // Its loop is blocked while it moves, so there is never anything left to stop.
    if (action == "emergency_stop" || action == "emergency_stop_smooth")
        return {ack(command_type, "success", "Emergency stop")};
    if (action == "system_reboot")
        return {Say{{{"type", "log"}, {"message", "Rebooting"}, {"level", "warning"}}}, Restart{}};
    return {ack(command_type, "error", "Unknown action")};
}

Turn PicoLogic::turn_to(Bearing target, double slowness, SteadyTime now) const {
    Bearing const here = head_->at(now);
    double const degrees = std::max(std::abs(target.pan - here.pan), std::abs(target.tilt - here.tilt));
    return {target, kPerDegree * (degrees * slowness / move_speed_)};
}

json PicoLogic::status(SteadyTime now) const {
    auto const servo = [&](double current, double target, int pin) {
        return json{{"current_angle", whole(current)},
                    {"target_angle", whole(target)},
                    {"moving", head_->moving(now)},
                    {"last_move_time", 0},
                    {"pin", pin}};
    };
    Bearing const here = head_->at(now);
    Bearing const target = head_->target();
    return {{"servo1", servo(here.pan, target.pan, 17)},
            {"servo2", servo(here.tilt, target.tilt, 16)},
            {"memory_free", 120'000},
            {"uptime", std::chrono::duration_cast<std::chrono::seconds>(now - started_).count()},
            {"wifi_connected", true}};
}

} // namespace watchpost::sim
