#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

/// What the daemon tells a camera (PROTOCOL section 4.3 of the system that watchpost replaces; docs/reference.md).
namespace cam {

struct CapturePhoto {
    int quality = 80; ///< 1 to 100
    bool flash = false;
    int intensity = 50; ///< 0 to 100
};
struct FlashOn {
    int intensity = 50;
};
struct FlashOff {};
struct Reboot {};
/// Only what was named is changed.
struct CameraSettings {
    std::optional<int> photo_quality; ///< 1 to 100
    std::optional<int> brightness;    ///< this and the next three -2 to 2
    std::optional<int> contrast;
    std::optional<int> saturation;
    std::optional<int> sharpness;
    std::optional<bool> auto_exposure;
    std::optional<bool> auto_white_balance;
};
/// How fast pictures are wanted, until the next one of these: nobody may be watching.
struct StreamRate {
    std::optional<int> max_fps; ///< 1 to 60; as fast as the camera is set up for when there is none
};
/// Nothing that asks for an answer.
struct Nothing {};
/// An order for which nothing is done.
struct Refused {
    std::string action;
    std::string why; ///< empty for an action that is not known
};

using Order = std::variant<CapturePhoto, FlashOn, FlashOff, Reboot, CameraSettings, StreamRate, Nothing, Refused>;

/// Nothing when `text` is no JSON object. A number that is out of range or no whole number refuses the whole order.
std::optional<Order> read_order(std::string_view text);

} // namespace cam
