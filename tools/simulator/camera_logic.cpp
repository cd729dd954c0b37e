#include "camera_logic.hpp"

#include "numbers.hpp"

#include <watchpost/json/json.hpp>

#include <spdlog/fmt/fmt.h>

#include <array>

namespace watchpost::sim {
namespace {

using nlohmann::json;

bool bool_at(json const& message, char const* key, bool otherwise) {
    auto const found = message.find(key);
    return found != message.end() && found->is_boolean() ? found->get<bool>() : otherwise;
}

char const* word(bool value) {
    return value ? "true" : "false";
}

/// The settings that the firmware only passes on to the sensor, and its answers.
void tune(json const& message, std::vector<CameraStep>& steps) {
    for (char const* name : {"brightness", "contrast", "saturation", "sharpness"})
        if (auto const value = integer_at(message, name, -2, 2))
            steps.emplace_back(fmt::format(R"({{"type":"{}","value":{}}})", name, *value));
    for (char const* name : {"auto_exposure", "auto_white_balance"})
        if (auto const found = message.find(name); found != message.end() && found->is_boolean())
            steps.emplace_back(fmt::format(R"({{"type":"{}","enabled":{}}})", name, word(found->get<bool>())));
    if (message.contains("camera_settings"))
        steps.emplace_back(R"({"type":"camera_settings_updated","status":"success"})");
}

} // namespace

std::string CameraLogic::hello(std::string_view token, bool takes_rate) const {
    return fmt::format(R"({{"type":"connection","status":"connected","device":"ESP32CAM",{}"token":"{}"}})",
                       takes_rate ? R"("capabilities":["stream_rate"],)" : "", token);
}

std::string CameraLogic::frame(std::size_t size, int width, int height, std::int64_t uptime_ms, double fps) const {
    return fmt::format(
        R"({{"type":"frame","size":{},"width":{},"height":{},"timestamp":{},"fps":{:.2f},"device":"ESP32CAM"}})", size,
        width, height, uptime_ms, fps);
}

std::string CameraLogic::heartbeat(std::int64_t uptime_ms, double fps) {
    static constexpr std::array kRssi{-52, -55, -53, -58, -61, -56};
    auto const beat = static_cast<std::size_t>(beats_++);
    return fmt::format(R"({{"type":"heartbeat","timestamp":{},"device":"ESP32CAM","fps":{:.2f},"memory":{},"rssi":{},)"
                       R"("settings":{{"quality":{},"flash_intensity":{},"flash_enabled":{}}}}})",
                       uptime_ms, fps, 150'000 - 512 * (beat % 20), kRssi[beat % kRssi.size()], settings_.quality,
                       settings_.flash_intensity, word(settings_.flash_enabled));
}

std::string CameraLogic::log(std::string_view message, std::string_view level, std::int64_t uptime_ms) const {
    return fmt::format(R"({{"type":"log","message":"{}","log_type":"{}","timestamp":"{}"}})", message, level,
                       uptime_ms);
}

std::string CameraLogic::photo_data(std::size_t size, CameraSettings const& with, std::int64_t uptime_ms) const {
    return fmt::format(R"({{"type":"photo_data","size":{},"format":"jpeg","timestamp":"{}","quality":{},)"
                       R"("flash_enabled":{},"flash_intensity":{}}})",
                       size, uptime_ms, with.quality, word(with.flash_enabled), with.flash_intensity);
}

std::string CameraLogic::photo_sent(std::size_t size, CameraSettings const& with) const {
    return fmt::format(R"({{"type":"photo_sent","size":{},"quality":{},"flash_intensity":{}}})", size, with.quality,
                       with.flash_intensity);
}

std::string CameraLogic::photo_error(std::string_view message) const {
    return fmt::format(R"({{"type":"photo_error","message":"{}"}})", message);
}

std::vector<CameraStep> CameraLogic::on_text(std::string_view text, std::int64_t uptime_ms) {
    json const message = json::parse(text, nullptr, false);
    if (!message.is_object())
        return {log("JSON parsing failed: " + std::string(text.substr(0, 100)), "error", uptime_ms)};

    std::vector<CameraStep> steps;
    if (message.value("type", json()) == "stream") max_fps_ = integer_at(message, "max_fps", 1, 60);
    auto const pan = integer_at(message, "servo1", 0, 180);
    auto const tilt = integer_at(message, "servo2", 0, 180);
    if (pan && tilt) {
        steps.emplace_back(log(fmt::format("Servo command: X={}, Y={}", *pan, *tilt), "info", uptime_ms));
        steps.emplace_back(fmt::format(R"({{"type":"servo_command","servo1":{},"servo2":{}}})", *pan, *tilt));
    }
    tune(message, steps);

    auto const found = message.find("action");
    std::string const action = found != message.end() && found->is_string() ? found->get<std::string>() : "";
    auto const quality = integer_at(message, action == "capture_photo" ? "quality" : "photo_quality", 1, 100);
    auto const intensity = integer_at(message, "intensity", 0, 100);
    if (action == "capture_photo") {
        CameraSettings with = settings_;
        with.quality = quality.value_or(with.quality);
        with.flash_intensity = intensity.value_or(with.flash_intensity);
        with.flash_enabled = bool_at(message, "flash", with.flash_enabled);
        steps.emplace_back(TakePhoto{with});
        return steps;
    }
    if (quality) {
        settings_.quality = *quality;
        steps.emplace_back(fmt::format(R"({{"type":"photo_quality","quality":{}}})", *quality));
    }
    bool const was_on = settings_.flash_enabled;
    settings_.flash_enabled = action == "flash_on" || (action != "flash_off" && bool_at(message, "flash", was_on));
    if (action == "flash_on" || message.contains("flash")) {
        settings_.flash_intensity = intensity.value_or(settings_.flash_intensity);
        steps.emplace_back(fmt::format(R"({{"type":"flash_intensity","intensity":{}}})", settings_.flash_intensity));
    }
    if (action == "flash_on" || action == "flash_off")
        steps.emplace_back(fmt::format(R"({{"type":"flash","status":"{}"}})", settings_.flash_enabled ? "on" : "off"));
    else if (action == "reset_position" || action == "emergency_stop" || action == "system_reboot")
        steps.emplace_back(fmt::format(R"({{"type":"{}","status":"success"}})", action));
    else if (!action.empty())
        steps.emplace_back(json{{"type", "unknown_action"}, {"action", action.substr(0, 40)}}.dump(
            -1, ' ', true, json::error_handler_t::replace));
    if (action == "system_reboot") steps.emplace_back(RebootCamera{});
    return steps;
}

} // namespace watchpost::sim
