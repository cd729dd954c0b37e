#pragma once

// A camera with two frame buffers that gives the picture in the file WATCHPOST_PICTURE, and insists on what the sketch
// must do: initialise with the newest picture first, and give each buffer back.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

constexpr int LEDC_TIMER_0 = 0;
constexpr int LEDC_CHANNEL_0 = 0;
constexpr int PIXFORMAT_JPEG = 4;
constexpr int FRAMESIZE_SVGA = 11;
constexpr int FRAMESIZE_QVGA = 6;
constexpr int CAMERA_FB_IN_PSRAM = 0;
constexpr int CAMERA_FB_IN_DRAM = 1;
constexpr int CAMERA_GRAB_WHEN_EMPTY = 0;
constexpr int CAMERA_GRAB_LATEST = 1;
constexpr int ESP_OK = 0;

struct camera_config_t {
    int pin_pwdn, pin_reset, pin_xclk, pin_sccb_sda, pin_sccb_scl;
    int pin_d7, pin_d6, pin_d5, pin_d4, pin_d3, pin_d2, pin_d1, pin_d0;
    int pin_vsync, pin_href, pin_pclk;
    int xclk_freq_hz, ledc_timer, ledc_channel, pixel_format, frame_size, jpeg_quality;
    unsigned fb_count;
    int fb_location, grab_mode;
};

struct camera_fb_t {
    std::uint8_t* buf;
    std::size_t len;
    std::size_t width;
    std::size_t height;
};

struct sensor_t {
    int (*set_quality)(sensor_t*, int);
    int (*set_brightness)(sensor_t*, int);
    int (*set_contrast)(sensor_t*, int);
    int (*set_saturation)(sensor_t*, int);
    int (*set_sharpness)(sensor_t*, int);
    int (*set_exposure_ctrl)(sensor_t*, int);
    int (*set_whitebal)(sensor_t*, int);
};

struct FakeCamera {
    std::vector<std::uint8_t> picture;
    camera_fb_t buffer{};
    int lent = 0;
};
inline FakeCamera& fake_camera() {
    static FakeCamera camera;
    return camera;
}

inline int esp_camera_init(camera_config_t const* config) {
    if (config->fb_count != 2 || config->grab_mode != CAMERA_GRAB_LATEST) std::abort();
    std::ifstream file(std::getenv("WATCHPOST_PICTURE"), std::ios::binary);
    fake_camera().picture.assign(std::istreambuf_iterator<char>(file), {});
    return fake_camera().picture.empty() ? 1 : ESP_OK;
}
inline void esp_camera_deinit() {}

inline camera_fb_t* esp_camera_fb_get() {
    auto& camera = fake_camera();
    if (++camera.lent > 1) std::abort(); // the sketch holds one while the camera fills the other
    camera.buffer = {camera.picture.data(), camera.picture.size(), 800, 600};
    return &camera.buffer;
}
inline void esp_camera_fb_return(camera_fb_t*) {
    --fake_camera().lent;
}

inline int say_setting(char const* name, int value) {
    std::printf("sensor %s %d\n", name, value);
    std::fflush(stdout);
    return 0;
}
inline sensor_t* esp_camera_sensor_get() {
    static sensor_t sensor{[](sensor_t*, int v) { return say_setting("quality", v); },
                           [](sensor_t*, int v) { return say_setting("brightness", v); },
                           [](sensor_t*, int v) { return say_setting("contrast", v); },
                           [](sensor_t*, int v) { return say_setting("saturation", v); },
                           [](sensor_t*, int) { return -1; }, // the OV2640 has none
                           [](sensor_t*, int v) { return say_setting("exposure", v); },
                           [](sensor_t*, int v) { return say_setting("whitebalance", v); }};
    return &sensor;
}
