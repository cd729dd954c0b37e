// What a camera may send that is not a sane JPEG (SECURITY.md 17, DEVICES.md rule 13).

#include "support/bystanders.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class BadPictures : public testing::Test {
protected:
    DaemonProcess daemon_;
    unsigned short const port_ = daemon_.port();
    Bystanders bystanders_{port_};
    WsClient camera_ = open_camera(port_, "odd");
    WsClient viewer_ = WsClient::open(port_, "/ws/video?camera=odd");

    void TearDown() override { bystanders_.expect_untouched(); }

    /// The camera sends this; then a sound picture is the next thing the viewer sees.
    void expect_refused_but_open(Bytes const& picture, std::string const& why) {
        auto const refused = device(port_, "odd")["frames_refused"].get<int>();
        auto const sound = as_text(tiny_jpeg(320, 240, 1000, ++number_));
        camera_.send_binary(as_text(picture));
        camera_.send_binary(sound);
        EXPECT_TRUE(viewer_.receive_binary() == sound) << why;
        auto const known = device(port_, "odd");
        EXPECT_EQ(known["frames_refused"], refused + 1) << why;
        EXPECT_EQ(known["online"], true) << why;
    }

    std::uint32_t number_ = 0;
};

TEST_F(BadPictures, TwoHundredBytesThatClaimAGigapixelAreRefused) {
    auto const bomb = jpeg_of_size(204, 32000, 32000);
    ASSERT_EQ(bomb.size(), 204U);
    expect_refused_but_open(bomb, "32000x32000");
    auto const known = device(port_, "odd");
    EXPECT_EQ(known["width"], 320);
    EXPECT_EQ(known["complaints"], 1);
    auto const complaints = get_json(port_, "/api/v1/devices/odd/diagnosis")["complaints"];
    ASSERT_EQ(complaints.size(), 1U);
    EXPECT_NE(complaints[0]["message"].get<std::string>().find("too_large"), std::string::npos);
}

TEST_F(BadPictures, UnusualPicturesAreRefusedAndTheLinkStays) {
    JpegPlan progressive;
    progressive.sof = 0xC2;
    JpegPlan deep;
    deep.precision = 12;
    for (int i = 0; i < 2; ++i) {
        expect_refused_but_open(build_jpeg(progressive), "progressive");
        expect_refused_but_open(build_jpeg(deep), "12 bit");
        expect_refused_but_open(tiny_jpeg(2593, 1944), "one column too many");
    }
}

TEST_F(BadPictures, WhatStandsBehindTheEndIsNotPassedOn) {
    JpegPlan plan;
    auto const picture = build_jpeg(plan);
    plan.trailing = {'<', 's', 'c', 'r', 'i', 'p', 't', '>'};
    camera_.send_binary(as_text(build_jpeg(plan)));
    EXPECT_TRUE(viewer_.receive_binary() == as_text(picture));
    EXPECT_EQ(device(port_, "odd")["frames_refused"], 0);
}

TEST_F(BadPictures, SequenceOfProgressivePicturesDoesNotEndTheLink) {
    JpegPlan progressive;
    progressive.sof = 0xC2;
    for (int i = 0; i < 10; ++i)
        camera_.send_binary(as_text(build_jpeg(progressive)));
    EXPECT_TRUE(eventually([&] { return device(port_, "odd")["frames_refused"] == 10; }));
    EXPECT_EQ(device(port_, "odd")["online"], true);
}

TEST_F(BadPictures, ThreeCutPicturesInARowEndTheLink) {
    auto cut = tiny_jpeg(320, 240, 20'000);
    cut.resize(cut.size() / 2);
    // Two in a row, or three with a sound one between them, are borne.
    expect_refused_but_open(cut, "cut once");
    camera_.send_binary(as_text(cut));
    expect_refused_but_open(cut, "cut twice");
    for (int i = 0; i < 3; ++i)
        camera_.send_binary(as_text(cut));
    auto const close = camera_.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 1002);
    EXPECT_TRUE(daemon_.wait_for_output("out of step"));
    EXPECT_FALSE(viewer_.receive_binary(300ms));
    // It may come back at once.
    camera_ = open_camera(port_, "odd");
    expect_refused_but_open(cut, "after the return");
}

TEST_F(BadPictures, AnnouncedSizeThatIsNeverRightEndsTheLink) {
    for (int i = 0; i < 3; ++i) {
        camera_.send_text(R"({"type":"frame","size":5})");
        camera_.send_binary(as_text(tiny_jpeg(320, 240)));
    }
    auto const close = camera_.wait_for_close();
    ASSERT_TRUE(close);
    EXPECT_EQ(close->code, 1002);
}

} // namespace
} // namespace watchpost::test
