// How this board is built and how it behaves. Nothing in here is secret.
#pragma once

// The AI-Thinker ESP32-CAM. Another board has other pins: change them here.
constexpr int kPinPowerDown = 32;
constexpr int kPinReset = -1;
constexpr int kPinClock = 0;
constexpr int kPinSda = 26;
constexpr int kPinScl = 27;
constexpr int kPinData[8] = {5, 18, 19, 21, 36, 39, 34, 35}; // D0 to D7
constexpr int kPinVsync = 25;
constexpr int kPinHref = 23;
constexpr int kPinPixelClock = 22;
constexpr int kPinFlash = 4;   // the bright LED
constexpr int kPinStatus = 33; // the small red LED, lit when low

// The camera's clock is made by the low-speed half of the LEDC; channels 0 to 7 are in the other half.
constexpr int kFlashChannel = 4;
constexpr int kFlashHertz = 5000;

constexpr int kFramesPerSecond = 15;
constexpr int kStreamQuality = 80; // 1 to 100
constexpr int kFlashLongestS = 60; // at a stretch, whatever the server says
