#pragma once

#include "daemon_api.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {

/// A camera, its viewer, a Pico and a dashboard that must notice nothing of what others do (SECURITY rule 30).
class Bystanders {
public:
    explicit Bystanders(unsigned short port)
        : port_(port)
        , camera_(open_camera(port, "bystander"))
        , pico_(WsClient::open(port, "/ws/pico", {{"X-Device-ID", "bystander"}}))
        , viewer_(WsClient::open(port, "/ws/video?camera=bystander"))
        , dashboard_(WsClient::open(port, "/ws")) {}

    /// A frame still reaches the viewer, and questions are still answered.
    void expect_untouched() {
        auto const frame = as_text(tiny_jpeg(320, 240, 2000, ++frames_));
        camera_.send_binary(frame);
        auto const seen = viewer_.receive_binary();
        EXPECT_TRUE(seen == frame) << "the viewer got another frame, or none";
        dashboard_.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(dashboard_.receive_text_with(R"({"type":"pong"})"));
        pico_.send_text(R"({"type":"ping"})");
        EXPECT_TRUE(pico_.receive_text_with(R"("type":"pong")"));
        EXPECT_EQ(http_get(port_, "/livez").status, 200);
        EXPECT_EQ(device(port_, "bystander")["takeovers"], 0);
    }

private:
    unsigned short port_;
    WsClient camera_;
    WsClient pico_;
    WsClient viewer_;
    WsClient dashboard_;
    std::uint32_t frames_ = 0;
};

} // namespace watchpost::test
