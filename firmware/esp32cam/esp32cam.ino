// The ESP32-CAM of watchpost. This file does what the hardware needs and decides nothing: that is in src/, which is
// tested on a PC. Needs the "esp32" boards package 3.x by Espressif and no library. See ../README.md.

#include "config.h"
#include "src/board.hpp"
#include "src/wire.hpp"

#include <Arduino.h>
#include <WiFi.h>
#include <esp_camera.h>
#include <esp_random.h>
#include <esp_system.h>
#include <esp_timer.h>

#ifndef WATCHPOST_SECRETS
#define WATCHPOST_SECRETS "secrets.h"
#endif
#include WATCHPOST_SECRETS

namespace {

cam::Ms now_ms() {
    return esp_timer_get_time() / 1000;
}

// OV2640: 63 is the smallest picture, 10 the best that fits its buffer.
int sensor_quality(int percent) {
    return 10 + (100 - percent) * 53 / 99;
}

bool start_camera() {
    bool const psram = psramFound();
    camera_config_t config = {};
    config.pin_pwdn = kPinPowerDown;
    config.pin_reset = kPinReset;
    config.pin_xclk = kPinClock;
    config.pin_sccb_sda = kPinSda;
    config.pin_sccb_scl = kPinScl;
    config.pin_d0 = kPinData[0];
    config.pin_d1 = kPinData[1];
    config.pin_d2 = kPinData[2];
    config.pin_d3 = kPinData[3];
    config.pin_d4 = kPinData[4];
    config.pin_d5 = kPinData[5];
    config.pin_d6 = kPinData[6];
    config.pin_d7 = kPinData[7];
    config.pin_vsync = kPinVsync;
    config.pin_href = kPinHref;
    config.pin_pclk = kPinPixelClock;
    config.xclk_freq_hz = 20000000;
    config.ledc_timer = LEDC_TIMER_0;
    config.ledc_channel = LEDC_CHANNEL_0;
    config.pixel_format = PIXFORMAT_JPEG;
    config.frame_size = psram ? FRAMESIZE_SVGA : FRAMESIZE_QVGA;
    config.jpeg_quality = sensor_quality(kStreamQuality);
    // The newest picture is only given with two buffers; without PSRAM there is room for one.
    config.fb_count = psram ? 2 : 1;
    config.fb_location = psram ? CAMERA_FB_IN_PSRAM : CAMERA_FB_IN_DRAM;
    config.grab_mode = CAMERA_GRAB_LATEST;
    return esp_camera_init(&config) == ESP_OK;
}

class BoardHardware : public cam::Hardware {
public:
    void join_wifi() override {
        WiFi.mode(WIFI_STA);
        WiFi.setSleep(false); // power saving delays everything that the server says
        WiFi.begin(kWifiName, kWifiPassword);
    }
    void leave_wifi() override { WiFi.disconnect(true); }
    bool wifi_is_up() override { return WiFi.status() == WL_CONNECTED; }
    int rssi() override { return WiFi.RSSI(); }

    std::unique_ptr<cam::Wire> dial(std::string const& host, int port) override {
        // A name server that does not answer takes longer than the loop's watchdog allows.
        disableLoopWDT();
        auto wire = cam::dial_tcp(host, port);
        enableLoopWDT();
        return wire;
    }

    bool grab(cam::Picture& picture) override {
        frame_ = esp_camera_fb_get();
        if (frame_ == nullptr) return false;
        picture = {{frame_->buf, frame_->len}, static_cast<int>(frame_->width), static_cast<int>(frame_->height)};
        return true;
    }
    void give_back() override {
        if (frame_ != nullptr) esp_camera_fb_return(frame_);
        frame_ = nullptr;
    }

    bool apply(cam::CameraSettings const& settings) override {
        sensor_t* const sensor = esp_camera_sensor_get();
        if (sensor == nullptr) return false;
        int failed = 0;
        if (settings.photo_quality) failed |= sensor->set_quality(sensor, sensor_quality(*settings.photo_quality));
        if (settings.brightness) failed |= sensor->set_brightness(sensor, *settings.brightness);
        if (settings.contrast) failed |= sensor->set_contrast(sensor, *settings.contrast);
        if (settings.saturation) failed |= sensor->set_saturation(sensor, *settings.saturation);
        if (settings.sharpness) failed |= sensor->set_sharpness(sensor, *settings.sharpness);
        if (settings.auto_exposure) failed |= sensor->set_exposure_ctrl(sensor, *settings.auto_exposure ? 1 : 0);
        if (settings.auto_white_balance) failed |= sensor->set_whitebal(sensor, *settings.auto_white_balance ? 1 : 0);
        return failed == 0;
    }

    void mend_camera() override {
        give_back();
        esp_camera_deinit();
        start_camera();
    }

    void shine(int percent) override {
        if (percent == shining_) return;
        shining_ = percent;
        ledcWrite(kPinFlash, static_cast<uint32_t>(percent * 255 / 100));
    }
    void status_light(bool on) override { digitalWrite(kPinStatus, on ? LOW : HIGH); }

    std::uint32_t random() override { return esp_random(); }
    std::size_t free_memory() override { return ESP.getFreeHeap(); }
    std::string_view reset_reason() override {
        switch (esp_reset_reason()) {
        case ESP_RST_POWERON: return "power-on";
        case ESP_RST_EXT: return "reset pin";
        case ESP_RST_SW: return "software";
        case ESP_RST_PANIC: return "panic";
        case ESP_RST_INT_WDT:
        case ESP_RST_TASK_WDT:
        case ESP_RST_WDT: return "watchdog";
        case ESP_RST_DEEPSLEEP: return "deep sleep";
        case ESP_RST_BROWNOUT: return "brownout";
        default: return "unknown";
        }
    }
    void print(std::string_view line) override {
        Serial.printf("watchpost: %.*s\n", static_cast<int>(line.size()), line.data());
    }

private:
    camera_fb_t* frame_ = nullptr;
    int shining_ = 0;
};

cam::Config board_config() {
    cam::Config config;
    config.host = kHost;
    config.port = kPort;
    config.token = kToken;
    config.device_id = kDeviceId;
    config.frame_every = 1000 / kFramesPerSecond;
    config.stream_quality = kStreamQuality;
    config.flash_cap = kFlashLongestS * 1000;
    return config;
}

BoardHardware hardware;
std::unique_ptr<cam::Board> board;

} // namespace

void setup() {
    Serial.begin(115200);
    // The flash first: its pin floats until it is set.
    ledcAttachChannel(kPinFlash, kFlashHertz, 8, kFlashChannel);
    ledcWrite(kPinFlash, 0);
    pinMode(kPinStatus, OUTPUT);
    if (!start_camera()) hardware.print("the camera did not start; check its ribbon cable and the power supply");
    board = std::make_unique<cam::Board>(board_config(), hardware, now_ms());
    enableLoopWDT();
}

void loop() {
    if (!board->step(now_ms())) ESP.restart();
    delay(1);
}
