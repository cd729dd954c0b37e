#pragma once

#include <cstdlib>
#include <cstring>

enum esp_reset_reason_t {
    ESP_RST_UNKNOWN,
    ESP_RST_POWERON,
    ESP_RST_EXT,
    ESP_RST_SW,
    ESP_RST_PANIC,
    ESP_RST_INT_WDT,
    ESP_RST_TASK_WDT,
    ESP_RST_WDT,
    ESP_RST_DEEPSLEEP,
    ESP_RST_BROWNOUT,
};

/// A fresh start, unless the test says that the supply was too weak.
inline esp_reset_reason_t esp_reset_reason() {
    char const* const told = std::getenv("WATCHPOST_BROWNOUT");
    return told != nullptr && std::strcmp(told, "1") == 0 ? ESP_RST_BROWNOUT : ESP_RST_POWERON;
}
