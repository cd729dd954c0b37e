#pragma once

constexpr int WIFI_STA = 1;
constexpr int WL_CONNECTED = 3;

struct FakeWifi {
    bool sleeps = true;
    bool joined = false;
    void mode(int) {}
    void setSleep(bool sleep) { sleeps = sleep; }
    void begin(char const*, char const*) { joined = true; }
    void disconnect(bool) { joined = false; }
    int status() { return joined && !sleeps ? WL_CONNECTED : 0; }
    int RSSI() { return -57; }
};
inline FakeWifi WiFi;
