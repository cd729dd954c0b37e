#include "handshake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

DialTarget const kWithToken{"cam.example", 3000, "/ws/esp32cam", "abc:def", "sim-cam-1"};
DialTarget const kAsLocalhost{"127.0.0.1", 3000, "/ws/esp32cam", "", "sim-cam-1"};

std::string const kGoodAnswer = "HTTP/1.1 101 Switching Protocols\r\n"
                                "upgrade: WebSocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Accept: H7arpuwVojWA+UWmJe9Xloku33Q=\r\n\r\n";

std::string replaced(std::string text, std::string const& what, std::string const& with) {
    return text.replace(text.find(what), what.size(), with);
}

TEST(CameraRequest, LooksLikeTheLibrarysOwn) {
    EXPECT_EQ(camera_request(kWithToken, CameraFirmware::newest, 1),
              "GET /ws/esp32cam HTTP/1.1\r\n"
              "Host: cam.example\r\n"
              "Sec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\n"
              "Authorization: Bearer abc:def\r\n"
              "X-Device-Type: ESP32CAM\r\n"
              "X-Device-ID: sim-cam-1\r\n"
              "X-Device-Version: 1.0.0\r\n"
              "X-Connection-Type: WebSocket\r\n"
              "Upgrade: websocket\r\n"
              "Connection: Upgrade\r\n"
              "Sec-WebSocket-Version: 13\r\n"
              "User-Agent: TinyWebsockets Client\r\n"
              "Origin: https://github.com/gilmaimon/TinyWebsockets\r\n\r\n");
}

TEST(CameraRequest, HeadersPileUpWithEveryAttempt) {
    auto const size = [](CameraFirmware firmware, int attempt) {
        return camera_request(kWithToken, firmware, attempt).size();
    };
    std::string const group = "Authorization: Bearer abc:def\r\n";
    EXPECT_EQ(size(CameraFirmware::older, 5), size(CameraFirmware::older, 1) + 4 * group.size());
    EXPECT_GT(size(CameraFirmware::newest, 50), 6'000U);
    EXPECT_EQ(size(CameraFirmware::silent, 5), size(CameraFirmware::silent, 1));
}

TEST(CameraRequest, AsLocalhostItGivesWhatTheRuleWants) {
    for (auto const firmware : {CameraFirmware::standard, CameraFirmware::older, CameraFirmware::silent}) {
        auto const request = camera_request(kAsLocalhost, firmware, 1);
        EXPECT_THAT(request, HasSubstr("Host: 127.0.0.1:3000\r\n"));
        EXPECT_THAT(request, HasSubstr("X-Device-ID: sim-cam-1\r\n"));
        EXPECT_THAT(request, Not(HasSubstr("Origin")));
        EXPECT_THAT(request, Not(HasSubstr("Authorization")));
    }
}

TEST(PicoRequest, IsOneWritePerLine) {
    DialTarget const target{"::1", 3000, "/ws/pico", "tok", "sim-pico-1"};
    EXPECT_THAT(pico_request(target, "KEY", false),
                ElementsAre("GET /ws/pico HTTP/1.1\r\n", "Host: [::1]:3000\r\n", "Connection: Upgrade\r\n",
                            "Upgrade: websocket\r\n", "Sec-WebSocket-Key: KEY\r\n", "Sec-WebSocket-Version: 13\r\n",
                            "Origin: http://[::1]:3000\r\n", "Authorization: Bearer tok\r\n", "\r\n"));
}

TEST(PicoRequest, TellsItsIdOnlyAsLocalhostOrWhenAsked) {
    DialTarget target{"h", 80, "/ws/pico", "tok", "sim-pico-1"};
    EXPECT_THAT(pico_request(target, "K", true), testing::Contains("X-Device-ID: sim-pico-1\r\n"));
    EXPECT_THAT(pico_request(target, "K", true), testing::Contains("Host: h\r\n"));
    target.token.clear();
    auto const lines = pico_request(target, "K", false);
    EXPECT_THAT(lines, testing::Contains("X-Device-ID: sim-pico-1\r\n"));
    EXPECT_THAT(lines, testing::Contains("Host: h:80\r\n"));
    EXPECT_THAT(lines, Not(testing::Contains(HasSubstr("Origin"))));
}

TEST(CameraObjection, IsWhatTheLibraryDislikes) {
    EXPECT_EQ(camera_objection(kGoodAnswer), std::nullopt);
    EXPECT_TRUE(camera_objection(replaced(kGoodAnswer, "101", "403")));
    EXPECT_TRUE(camera_objection(replaced(kGoodAnswer, "n: Upgrade", "n: Upgrade, keep-alive")));
    EXPECT_TRUE(camera_objection(replaced(kGoodAnswer, "e: WebSocket", "e:WebSocket")));
    EXPECT_TRUE(camera_objection(replaced(kGoodAnswer, "H7ar", "xxxx")));
    EXPECT_TRUE(camera_objection(replaced(kGoodAnswer, "\r\n\r\n", "\r\nServer: \r\n\r\n")));
    EXPECT_TRUE(camera_objection(replaced(kGoodAnswer, "upgrade: WebSocket\r\n", "")));
    EXPECT_TRUE(camera_objection(""));
}

TEST(PicoObjection, ReadsTheStatusLineOnly) {
    EXPECT_EQ(pico_objection("HTTP/1.1 101 Whatever\r\n\r\n"), std::nullopt);
    EXPECT_TRUE(pico_objection("HTTP/1.1 101\r\n\r\n"));
    EXPECT_THAT(*pico_objection("HTTP/1.1 401 Unauthorized\r\n\r\n"), HasSubstr("401 Unauthorized"));
}

} // namespace
} // namespace watchpost::sim
