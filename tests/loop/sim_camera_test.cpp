#include "sim_daemon.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <opencv2/core/mat.hpp>
#include <opencv2/imgcodecs.hpp>
#include <unistd.h>

#include <fstream>
#include <span>

namespace watchpost::sim {
namespace {

class SimCamera : public SimDaemon {
protected:
    SimCamera() { options_.picos = 0; }
};

media::JpegVerdict verdict(std::string const& jpeg) {
    return media::walk_jpeg(std::span(reinterpret_cast<std::uint8_t const*>(jpeg.data()), jpeg.size())).verdict;
}

TEST_F(SimCamera, SendsItsHelloThenAnnouncedFramesAndAnswersPings) {
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        EXPECT_EQ(board->request.target(), "/ws/esp32cam");
        EXPECT_EQ(board->header("X-Device-ID"), "sim-cam-1");
        EXPECT_EQ(board->header("Host"), options_.url.substr(5));
        EXPECT_EQ(board->header("Origin"), "");

        EXPECT_EQ(json::parse(co_await board->hear())["type"], "connection");
        EXPECT_EQ(json::parse(co_await board->hear())["type"], "log");
        websocket::ping_data const nothing;
        co_await board->link.async_ping(nothing, asio::use_awaitable);
        for (int i = 0; i < 3; ++i) {
            json const metadata = json::parse(co_await board->hear());
            EXPECT_EQ(metadata["type"], "frame");
            std::string const jpeg = co_await board->hear();
            EXPECT_TRUE(board->link.got_binary());
            EXPECT_EQ(metadata["size"], jpeg.size());
            EXPECT_EQ(metadata["width"], 800);
            EXPECT_EQ(verdict(jpeg), media::JpegVerdict::ok);
        }
        EXPECT_EQ(board->pongs, 2); // the library's and the firmware's
    });
}

TEST_F(SimCamera, WithOurSketchSendsAsManyPicturesAsItIsAskedFor) {
    options_.camera_firmware = "sketch";
    options_.fps = 20;
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        json const hello = json::parse(co_await board->hear());
        EXPECT_EQ(hello["capabilities"], json::array({"stream_rate"}));
        // The board's own clock, in ms, at its next picture.
        auto const next = [&board]() -> asio::awaitable<std::int64_t> {
            json const announced = co_await board->hear("frame");
            co_return announced["timestamp"].get<std::int64_t>();
        };
        co_await board->say(R"({"type":"stream","max_fps":1})");
        auto last = co_await next();
        std::int64_t gap = 0;
        for (int i = 0; i < 2; ++i) {
            auto const at = co_await next();
            gap = at - std::exchange(last, at);
        }
        EXPECT_GE(gap, 600) << "a picture that was late makes the next gap shorter, but not by so much";

        co_await board->say(R"({"type":"stream"})");
        auto const first = co_await next();
        EXPECT_LT(first - last, 900) << "not when the slow rate would have had it";
        auto const second = co_await next();
        EXPECT_LT(second - first, 900);
    });
}

TEST_F(SimCamera, TakesAPhotoWhenAsked) {
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        co_await board->say(R"({"type":"connection_ack","status":"success","message":"hello"})");
        co_await board->say(R"({"action":"capture_photo","quality":30,"flash":true,"intensity":50})");
        json const announced = co_await board->hear("photo_data");
        std::string const photo = co_await board->hear();
        EXPECT_EQ(announced["size"], photo.size());
        EXPECT_EQ(announced["quality"], 30);
        EXPECT_EQ(json::parse(co_await board->hear())["type"], "photo_sent");
    });
}

TEST_F(SimCamera, SaysGoodbyeWhenTheSimulationStops) {
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        co_await board->hear("frame");
        simulation_->stop();
        EXPECT_EQ(co_await board->end(), websocket::error::closed);
        EXPECT_EQ(board->link.reason().code, websocket::close_code::normal);
    });
}

TEST_F(SimCamera, ComesBackWithItsHeadersTwice) {
    options_.token = "abc:def@16chars";
    play([&]() -> asio::awaitable<void> {
        auto first = co_await visit();
        EXPECT_EQ(first->header("Authorization"), "Bearer abc:def@16chars");
        EXPECT_EQ(first->header("Host"), "127.0.0.1");
        EXPECT_EQ(first->header("Origin"), "https://github.com/gilmaimon/TinyWebsockets");
        EXPECT_EQ(first->request.count("X-Device-ID"), 1U);
        websocket::close_reason const going_away(websocket::close_code::going_away);
        co_await first->link.async_close(going_away, asio::use_awaitable);
        auto second = co_await visit();
        EXPECT_EQ(second->request.count("Authorization"), 2U);
        EXPECT_EQ(second->request.count("X-Device-ID"), 2U);
    });
}

TEST_F(SimCamera, SendsPicturesByteForByteEachCameraItsOwn) {
    auto const folder = std::filesystem::temp_directory_path() / ("watchpost-sim-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    std::vector<std::string> files;
    for (int i = 0; i < 2; ++i) {
        std::vector<std::uint8_t> jpeg;
        cv::imencode(".jpg", cv::Mat(600, 800, CV_8UC3, cv::Scalar::all(100 * i + 20)), jpeg);
        files.emplace_back(jpeg.begin(), jpeg.end());
        std::ofstream(folder / (std::to_string(i) + ".jpg"), std::ios::binary) << files.back();
    }
    options_.source = folder;
    options_.cameras = 2;
    play([&]() -> asio::awaitable<void> {
        auto one = co_await visit();
        auto other = co_await visit();
        if (one->header("X-Device-ID") != "sim-cam-1") std::swap(one, other);
        co_await one->hear("frame");
        EXPECT_EQ(co_await one->hear(), files[0]);
        co_await one->hear("frame");
        EXPECT_EQ(co_await one->hear(), files[1]);
        co_await other->hear("frame");
        EXPECT_EQ(co_await other->hear(), files[1]);
    });
    std::filesystem::remove_all(folder);
}

TEST_F(SimCamera, SendsNewestOnlyWhenNobodyReads) {
    options_.fps = 100;
    play([&]() -> asio::awaitable<void> {
        auto board = co_await visit();
        board->link.next_layer().set_option(asio::socket_base::receive_buffer_size(16 * 1024));
        asio::steady_timer unread(context_, std::chrono::seconds(1));
        co_await unread.async_wait(asio::use_awaitable);
        // What was sent before the link filled up, then at once the present.
        std::int64_t last = 0;
        std::int64_t widest = 0;
        for (int i = 0; i < 20; ++i) {
            auto const at = (co_await board->hear("frame"))["timestamp"].get<std::int64_t>();
            widest = std::max(widest, at - last);
            last = at;
        }
        EXPECT_GT(widest, 500);
    });
}

TEST_F(SimCamera, LeavesWithoutAWordWhenNobodyAnswers) {
    play([&]() -> asio::awaitable<void> {
        auto board = co_await request();
        simulation_->stop();
        char byte = 0;
        auto const buffer = asio::buffer(&byte, 1);
        auto const [error, size] =
            co_await board->link.next_layer().async_read_some(buffer, asio::as_tuple(asio::use_awaitable));
        EXPECT_TRUE(error);
        EXPECT_EQ(size, 0U);
    });
}

} // namespace
} // namespace watchpost::sim
