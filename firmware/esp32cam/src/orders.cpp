#include "orders.hpp"

#include "json.hpp"

namespace cam {
namespace {

/// Reads members and remembers the first that is wrong.
class Members {
public:
    Members(JsonObject const& object, std::string prefix)
        : object_(object)
        , prefix_(std::move(prefix)) {}

    std::optional<int> whole(char const* name, int lowest, int highest) {
        if (!has(name)) return std::nullopt;
        auto const value = object_.whole(prefix_ + name);
        if (value && *value >= lowest && *value <= highest) return static_cast<int>(*value);
        complain(name, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
        return std::nullopt;
    }

    std::optional<bool> boolean(char const* name) {
        if (!has(name)) return std::nullopt;
        auto const value = object_.boolean(prefix_ + name);
        if (!value) complain(name, "must be true or false");
        return value;
    }

    std::string const& wrong() const { return wrong_; }
    bool any() const { return any_; }

private:
    bool has(char const* name) {
        bool const there = object_.has(prefix_ + name);
        any_ = any_ || there;
        return there;
    }
    void complain(char const* name, std::string const& rule) {
        if (wrong_.empty()) wrong_ = std::string(name) + " " + rule;
    }

    JsonObject const& object_;
    std::string prefix_;
    std::string wrong_;
    bool any_ = false;
};

Order or_refused(Members const& members, std::string action, Order order) {
    if (members.wrong().empty()) return order;
    return Refused{std::move(action), members.wrong()};
}

Order read_settings(JsonObject const& object) {
    constexpr int most = 2;
    Members members(object, object.has("camera_settings") ? "camera_settings." : "");
    CameraSettings settings;
    settings.photo_quality = members.whole("photo_quality", 1, 100);
    settings.brightness = members.whole("brightness", -most, most);
    settings.contrast = members.whole("contrast", -most, most);
    settings.saturation = members.whole("saturation", -most, most);
    settings.sharpness = members.whole("sharpness", -most, most);
    settings.auto_exposure = members.boolean("auto_exposure");
    settings.auto_white_balance = members.boolean("auto_white_balance");
    if (!members.any() && !object.has("action")) return Nothing{};
    return or_refused(members, "camera_settings", settings);
}

Order read_action(std::string const& action, JsonObject const& object) {
    Members members(object, "");
    if (action == "capture_photo") {
        CapturePhoto photo;
        photo.quality = members.whole("quality", 1, 100).value_or(photo.quality);
        photo.flash = members.boolean("flash").value_or(photo.flash);
        photo.intensity = members.whole("intensity", 0, 100).value_or(photo.intensity);
        return or_refused(members, action, photo);
    }
    if (action == "flash_on") {
        FlashOn flash;
        flash.intensity = members.whole("intensity", 0, 100).value_or(flash.intensity);
        return or_refused(members, action, flash);
    }
    if (action == "flash_off") return FlashOff{};
    if (action == "system_reboot") return Reboot{};
    if (action == "camera_settings") return read_settings(object);
    return Refused{action, ""};
}

Order read_stream_rate(JsonObject const& object) {
    constexpr int most = 60;
    Members members(object, "");
    StreamRate const rate{members.whole("max_fps", 1, most)};
    if (members.wrong().empty()) return rate;
    return Nothing{};
}

} // namespace

std::optional<Order> read_order(std::string_view text) {
    auto const object = JsonObject::read(text);
    if (!object) return std::nullopt;
    if (object->has("action")) {
        auto const action = object->text("action");
        return action ? read_action(*action, *object) : Order{Refused{"", ""}};
    }
    if (object->text("type") == "stream") return read_stream_rate(*object);
    // A welcome, a ping, a note that the servos were told something: none of them says anything to a camera.
    if (object->has("type")) return Nothing{};
    return read_settings(*object);
}

} // namespace cam
