#pragma once

// As much of Arduino for the ESP32 as the sketch uses, on a PC: its pins are lines on standard output.

#include <unistd.h>

#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>

constexpr int OUTPUT = 1;
constexpr int LOW = 0;
constexpr int HIGH = 1;

inline void pinMode(int, int) {}
inline void digitalWrite(int, int) {}
inline void delay(unsigned milliseconds) {
    ::usleep(milliseconds * 1000);
}
inline bool psramFound() {
    return true;
}
inline void enableLoopWDT() {}
inline void disableLoopWDT() {}

inline std::map<int, int>& attached_pins() {
    static std::map<int, int> pins; ///< pin to channel
    return pins;
}
inline bool ledcAttachChannel(int pin, unsigned, int, int channel) {
    attached_pins()[pin] = channel;
    return true;
}
inline bool ledcWrite(int pin, std::uint32_t duty) {
    if (attached_pins().count(pin) == 0) std::abort();
    std::printf("pin %d duty %u\n", pin, static_cast<unsigned>(duty));
    std::fflush(stdout);
    return true;
}

struct FakeSerial {
    void begin(unsigned) {}
    __attribute__((format(printf, 2, 3))) void printf(char const* format, ...) {
        std::va_list arguments;
        va_start(arguments, format);
        std::vprintf(format, arguments);
        va_end(arguments);
        std::fflush(stdout);
    }
};
inline FakeSerial Serial;

struct FakeChip {
    std::size_t getFreeHeap() { return 123'456; }
    [[noreturn]] void restart() {
        std::puts("restart");
        std::fflush(stdout);
        std::exit(0);
    }
};
inline FakeChip ESP;
