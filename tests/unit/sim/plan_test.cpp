#include "plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

using testing::HasSubstr;

SimulationOptions at(std::string url) {
    SimulationOptions options;
    options.url = std::move(url);
    return options;
}

TEST(Plan, UrlsAreTakenApart) {
    struct Case {
        std::string url, host;
        int port;
    };
    for (auto const& [url, host, port] : {Case{"ws://127.0.0.1:3000", "127.0.0.1", 3000},
                                          {"http://cam.local", "cam.local", 80},
                                          {"ws://[::1]:8080/", "::1", 8080},
                                          {"ws://localhost/", "localhost", 80}}) {
        auto const plan = make_plan(at(url));
        ASSERT_TRUE(plan) << url;
        EXPECT_EQ(plan->host, host);
        EXPECT_EQ(plan->port, port);
    }
}

TEST(Plan, WrongUrlsAreNamed) {
    for (std::string const url :
         {"", "localhost:3000", "ws://", "ws://:3000", "ws://h:0", "ws://h:65536", "ws://h:3x", "ws://h:3000/ws",
          "ws://h:", "ws://[::1", "ws://[::1]x:3", "ws://u@h:1", "ws://a b"}) {
        auto const plan = make_plan(at(url));
        ASSERT_FALSE(plan) << url;
        EXPECT_THAT(plan.error().message, HasSubstr("--url " + url));
    }
    EXPECT_THAT(make_plan(at("wss://h:1")).error().message, HasSubstr("TLS"));
}

TEST(Plan, EveryOptionHasItsBounds) {
    auto const error = [](auto change) {
        SimulationOptions options;
        change(options);
        auto const plan = make_plan(options);
        return plan ? "" : plan.error().message;
    };
    EXPECT_THAT(error([](auto& o) { o.cameras = 101; }), HasSubstr("--cameras 101"));
    EXPECT_THAT(error([](auto& o) { o.picos = -1; }), HasSubstr("--picos -1"));
    EXPECT_THAT(error([](auto& o) { o.fps = 0; }), HasSubstr("--fps 0"));
    EXPECT_THAT(error([](auto& o) { o.move_speed = 0; }), HasSubstr("--move-speed 0"));
    EXPECT_THAT(error([](auto& o) { o.faults = {"fire"}; }), HasSubstr("--fault fire"));
    EXPECT_THAT(error([](auto& o) { o.camera_firmware = "f9"; }), HasSubstr("standard, sketch, newest, older, silent"));
    EXPECT_THAT(error([](auto& o) { o.camera_firmware = "newest"; }), HasSubstr("needs --token"));
    EXPECT_THAT(error([](auto& o) { o.token = "secret\r\nX: y"; }), testing::Not(HasSubstr("secret")));
    EXPECT_EQ(error([](auto&) {}), "");
}

TEST(Plan, BoardsAreNamedFromOne) {
    SimulationOptions options;
    options.token = "camera-token";
    options.pico_token = "pico-token";
    options.camera_firmware = "newest";
    auto const plan = make_plan(options);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->camera(0).device_id, "sim-cam-1");
    EXPECT_EQ(plan->camera(0).path, "/ws");
    EXPECT_EQ(plan->camera(0).token, "camera-token");
    EXPECT_EQ(plan->pico(1).device_id, "sim-pico-2");
    EXPECT_EQ(plan->pico(1).token, "pico-token");
}

} // namespace
} // namespace watchpost::sim
