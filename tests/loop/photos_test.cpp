// A photo that is asked for is kept, answered for, listed, given back and removed.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/jpeg_builder.hpp"
#include "support/metrics.hpp"
#include "support/temporary_folder.hpp"
#include "support/ws_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <future>

namespace watchpost::test {
namespace {

using testing::HasSubstr;

class Photos : public testing::Test {
protected:
    Photos() { camera_.send_text(R"({"type":"heartbeat"})"); }

    HttpReply act(std::string const& body, std::string const& query = "") {
        return http(daemon_.port(), "POST", "/api/v1/devices/porch/actions" + query,
                    {{"Content-Type", "application/json"}}, body);
    }
    std::future<HttpReply> ask_for_photo() {
        return std::async(std::launch::async,
                          [this] { return act(R"({"action":"capture_photo","quality":80})", "?wait=60000"); });
    }
    /// What a camera sends when it was asked.
    void send_photo() {
        camera_.send_text(R"({"type":"photo_data","size":)" + std::to_string(jpeg_.size()) +
                          R"(,"format":"jpeg","quality":80,"flash_enabled":true,"flash_intensity":50})");
        camera_.send_binary(jpeg_);
        camera_.send_text(R"({"type":"photo_sent","size":1})");
    }
    /// Asks, sends, and waits until it is kept; answers its id.
    std::string keep_photo() {
        auto asked = ask_for_photo();
        EXPECT_TRUE(camera_.receive_text_with("capture_photo"));
        send_photo();
        auto const reply = asked.get();
        EXPECT_EQ(reply.status, 200);
        EXPECT_THAT(reply.body, HasSubstr(R"("state":"acknowledged")"));
        auto const begin = reply.body.find(R"("detail":")") + 10;
        return reply.body.substr(begin, reply.body.find('"', begin) - begin);
    }

    settings::Settings in_our_folder() const {
        settings::Settings settings;
        settings.data_dir = data_.path();
        return settings;
    }

    TemporaryFolder data_;
    DaemonInProcess daemon_{in_our_folder()};
    WsClient camera_ = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", "porch"}});
    std::string const jpeg_ = [] {
        auto const bytes = tiny_jpeg(320, 240);
        return std::string(bytes.begin(), bytes.end());
    }();
};

TEST_F(Photos, AreKeptListedGivenBackAndRemoved) {
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    auto const id = keep_photo();

    auto const told = dashboard.receive_text_with("photo_captured");
    ASSERT_TRUE(told);
    EXPECT_THAT(*told, HasSubstr(R"("filename":")" + id + R"(.jpg")"));
    EXPECT_THAT(*told, HasSubstr(R"("flash_used":true)"));
    auto const list = http_get(daemon_.port(), "/api/v1/photos");
    EXPECT_THAT(list.body, HasSubstr(R"("id":")" + id));
    EXPECT_THAT(list.body, HasSubstr(R"("total":1)"));
    EXPECT_THAT(list.body, HasSubstr(R"("quality":80)"));
    EXPECT_THAT(list.body, HasSubstr(R"("width":320)"));
    auto const picture = http_get(daemon_.port(), "/api/v1/photos/" + id);
    EXPECT_EQ(picture.header("Content-Type"), "image/jpeg");
    EXPECT_TRUE(picture.body == jpeg_) << "byte for byte";
    EXPECT_GE(metric(daemon_.port(), "watchpost_storage_used_bytes"), jpeg_.size()) << "whole blocks of the disk";

    auto const removed = http(daemon_.port(), "DELETE", "/api/v1/photos/" + id);
    EXPECT_EQ(removed.status, 204);
    EXPECT_EQ(removed.header("Content-Length"), "");
    EXPECT_TRUE(dashboard.receive_text_with("photo_deleted"));
    EXPECT_EQ(http_get(daemon_.port(), "/api/v1/photos/" + id).status, 404);
    EXPECT_EQ(http(daemon_.port(), "DELETE", "/api/v1/photos/" + id).status, 404);
    EXPECT_THAT(http_get(daemon_.port(), "/api/v1/photos").body, HasSubstr(R"("total":0)"));
}

TEST_F(Photos, WhoseFilesWereRemovedByHandAreNotThere) {
    auto const id = keep_photo();
    std::filesystem::remove(data_.path() / "photos" / (id + ".jpg"));
    EXPECT_EQ(http_get(daemon_.port(), "/api/v1/photos/" + id).status, 404);
    EXPECT_THAT(http_get(daemon_.port(), "/api/v1/photos").body, HasSubstr(R"("total":0)"));
}

TEST_F(Photos, ThatNeverComeFailVisibly) {
    auto asked = ask_for_photo();
    ASSERT_TRUE(camera_.receive_text_with("capture_photo"));
    camera_.send_text(R"({"type":"photo_sent","size":1})"); // without a photo before it (quirk Q6)
    daemon_.let_beat();
    daemon_.advance(std::chrono::seconds(19));
    daemon_.let_beat();
    EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
    daemon_.advance(std::chrono::seconds(1));
    EXPECT_THAT(asked.get().body, HasSubstr(R"("state":"expired")"));
}

TEST_F(Photos, ThatFailSayWhy) {
    auto asked = ask_for_photo();
    ASSERT_TRUE(camera_.receive_text_with("capture_photo"));
    camera_.send_text(R"({"type":"photo_error","message":"the lens is cold"})");
    auto const reply = asked.get();
    EXPECT_THAT(reply.body, HasSubstr(R"("state":"refused")"));
    EXPECT_THAT(reply.body, HasSubstr("the lens is cold"));

    auto again = ask_for_photo();
    ASSERT_TRUE(camera_.receive_text_with("capture_photo"));
    camera_.send_text(R"({"type":"photo_data"})");
    camera_.send_binary("no picture at all");
    EXPECT_THAT(again.get().body, HasSubstr(R"("state":"refused")"));
}

TEST_F(Photos, AreFoundUnderTheirOwnNamesOnly) {
    for (auto const* name : {"nothing", "..%2f..%2fetc%2fpasswd", "%2e%2e", "x%00y", ".", "a.jpg"})
        EXPECT_GE(http_get(daemon_.port(), std::string("/api/v1/photos/") + name).status, 400) << name;
    for (auto const* query : {"limit=0", "limit=101", "limit=ten", "offset=-1", "limit="})
        EXPECT_EQ(http_get(daemon_.port(), std::string("/api/v1/photos?") + query).status, 400) << query;
}

TEST_F(Photos, AreNoReasonToForgetThatTheFlashHasALease) {
    EXPECT_EQ(act(R"({"action":"flash_on","intensity":70})").status, 202);
    ASSERT_TRUE(camera_.receive_text_with("flash_on"));
    camera_.send_text(R"({"type":"flash","status":"on"})");
    keep_photo();
    daemon_.advance(std::chrono::seconds(30));
    EXPECT_TRUE(camera_.receive_text_with("flash_off"));
}

TEST_F(Photos, SettingsAreDoneWhenTheCameraHasAnsweredEachOfThem) {
    auto asked = std::async(std::launch::async, [this] {
        return act(R"({"action":"camera_settings","brightness":1,"auto_exposure":false})", "?wait=60000");
    });
    auto const command = camera_.receive_text_with("brightness");
    ASSERT_TRUE(command);
    EXPECT_THAT(*command, HasSubstr(R"("auto_exposure":false)"));
    camera_.send_text(R"({"type":"brightness","value":1})");
    daemon_.let_beat();
    EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
    camera_.send_text(R"({"type":"auto_exposure","enabled":false})");
    auto const reply = asked.get();
    EXPECT_THAT(reply.body, HasSubstr(R"("state":"acknowledged")"));
    EXPECT_THAT(reply.body, HasSubstr("brightness 1, auto_exposure false"));
}

TEST_F(Photos, OfAnEarlierCaptureDoNotAnswerForTheNext) {
    auto first = std::async(std::launch::async,
                            [this] { return act(R"({"action":"capture_photo","quality":10})", "?wait=60000"); });
    ASSERT_TRUE(camera_.receive_text_with("capture_photo"));
    daemon_.let_beat();
    daemon_.advance(std::chrono::seconds(20));
    EXPECT_THAT(first.get().body, HasSubstr(R"("state":"expired")"));

    auto second = ask_for_photo(); // of quality 80
    ASSERT_TRUE(camera_.receive_text_with("capture_photo"));
    auto dashboard = WsClient::open(daemon_.port(), "/ws");
    camera_.send_text(R"({"type":"photo_data","quality":10})");
    camera_.send_binary(jpeg_);
    ASSERT_TRUE(dashboard.receive_text_with("photo_captured")) << "it is kept";
    EXPECT_EQ(second.wait_for(std::chrono::milliseconds(0)), std::future_status::timeout);
    send_photo();
    EXPECT_THAT(second.get().body, HasSubstr(".q80"));
}

TEST_F(Photos, AFlashThatStaysDarkIsNoSuccess) {
    auto asked = std::async(std::launch::async, [this] { return act(R"({"action":"flash_on"})", "?wait=60000"); });
    ASSERT_TRUE(camera_.receive_text_with("flash_on"));
    camera_.send_text(R"({"type":"flash","status":"off"})");
    EXPECT_THAT(asked.get().body, HasSubstr(R"("state":"refused")"));
}

} // namespace
} // namespace watchpost::test
