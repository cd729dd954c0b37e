#include "messages.hpp"

#include "json.hpp"

#include <cstdio>

namespace cam::messages {
namespace {

/// Enough for a reason, and far below what the daemon takes.
constexpr std::size_t kLongestWords = 200;

std::string whole(std::int64_t number) {
    return std::to_string(number);
}

std::string decimal(double number) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f", number);
    return text;
}

std::string words(std::string_view text) {
    return json_quoted(text.substr(0, kLongestWords));
}

/// `{"type":T,"name":value,…}`; the values are JSON already.
class Text {
public:
    explicit Text(std::string_view type)
        : text_("{\"type\":\"" + std::string(type) + '"') {}

    Text& with(char const* name, std::string const& value) {
        text_ += std::string(",\"") + name + "\":" + value;
        return *this;
    }

    std::string done() { return text_ + '}'; }

private:
    std::string text_;
};

} // namespace

std::string hello(std::string_view reset_reason) {
    return Text("connection")
        .with("status", "\"connected\"")
        .with("device", "\"ESP32CAM\"")
        .with("version", json_quoted(kFirmware))
        .with("capabilities", "[\"stream_rate\"]")
        .with("reset_reason", words(reset_reason))
        .done();
}

std::string frame(std::size_t size, int width, int height, Ms now, double fps) {
    return Text("frame")
        .with("size", std::to_string(size))
        .with("width", whole(width))
        .with("height", whole(height))
        .with("timestamp", whole(now))
        .with("fps", decimal(fps))
        .with("device", "\"ESP32CAM\"")
        .done();
}

std::string photo_data(std::size_t size, CapturePhoto const& photo, Ms now) {
    return Text("photo_data")
        .with("size", std::to_string(size))
        .with("format", "\"jpeg\"")
        .with("timestamp", json_quoted(whole(now)))
        .with("quality", whole(photo.quality))
        .with("flash_enabled", photo.flash ? "true" : "false")
        .with("flash_intensity", whole(photo.intensity))
        .done();
}

std::string photo_sent(std::size_t size, CapturePhoto const& photo) {
    return Text("photo_sent")
        .with("size", std::to_string(size))
        .with("quality", whole(photo.quality))
        .with("flash_intensity", whole(photo.intensity))
        .done();
}

std::string photo_error(std::string_view why) {
    return Text("photo_error").with("message", words(why)).done();
}

std::string flash(int percent) {
    return Text("flash").with("status", percent > 0 ? "\"on\"" : "\"off\"").with("intensity", whole(percent)).done();
}

std::string setting(std::string_view name, int value) {
    return Text(name).with(name == "photo_quality" ? "quality" : "value", whole(value)).done();
}

std::string setting(std::string_view name, bool enabled) {
    return Text(name).with("enabled", enabled ? "true" : "false").done();
}

std::string warning(std::string_view why) {
    return Text("system_warning").with("message", words(why)).done();
}

std::string unknown_action(std::string_view action) {
    return Text("unknown_action").with("action", words(action)).done();
}

std::string rebooting() {
    return Text("system_reboot").with("status", "\"rebooting\"").done();
}

std::string log(std::string_view level, std::string_view message, Ms now) {
    return Text("log")
        .with("log_type", words(level))
        .with("message", words(message))
        .with("timestamp", json_quoted(whole(now)))
        .done();
}

std::string heartbeat(Health const& health, Ms now) {
    return Text("heartbeat")
        .with("timestamp", whole(now))
        .with("device", "\"ESP32CAM\"")
        .with("fps", decimal(health.fps))
        .with("memory", std::to_string(health.memory))
        .with("rssi", whole(health.rssi))
        .done();
}

} // namespace cam::messages
