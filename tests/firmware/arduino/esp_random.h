#pragma once

#include <random>

inline std::uint32_t esp_random() {
    static std::random_device device;
    return device();
}
