// One camera's token costs the others no photo: neither over its link nor as uploads, whatever id it claims.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/diagnosis.hpp"
#include "support/metrics.hpp"
#include "support/temporary_folder.hpp"
#include "support/ws_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using Json = nlohmann::json;
constexpr auto kPhoto = R"({"type":"photo_data","quality":80})";
constexpr auto kFlooderToken = "a-token-of-the-flooder";

class PhotoShares : public testing::Test {
protected:
    settings::Settings small_gallery() const {
        settings::Settings settings;
        settings.data_dir = data_.path();
        settings.photos.max_bytes = 1024 * 1024;
        settings.boards = {{"porch", DeviceKind::esp32cam, "a-token-of-the-porch"},
                           {"flooder", DeviceKind::esp32cam, kFlooderToken}};
        return settings;
    }
    WsClient dial(std::string const& token) const {
        return WsClient::open(daemon_.port(), "/ws/esp32cam", {{"Authorization", "Bearer " + token}});
    }
    static void send_photo(WsClient& camera, std::size_t bytes) {
        camera.send_text(kPhoto);
        camera.send_binary(as_text(jpeg_of_size(bytes)));
    }
    HttpReply upload(std::size_t bytes, std::string const& id = {}) const {
        Headers headers{{"Authorization", std::string("Bearer ") + kFlooderToken},
                        {"Content-Type", "multipart/form-data; boundary=frontier"}};
        if (!id.empty()) headers.emplace_back("X-Device-ID", id);
        return http(daemon_.port(), "POST", "/upload_photo", headers,
                    "--frontier\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"x\"\r\n\r\n" +
                        as_text(jpeg_of_size(bytes)) + "\r\n--frontier--\r\n");
    }
    std::size_t total(std::string const& camera) const {
        return get_json(daemon_.port(), "/api/v1/photos?camera=" + camera)["total"];
    }
    double refused(std::string const& reason) const {
        return metric(daemon_.port(), "watchpost_photos_refused_total{reason=\"" + reason + "\"}");
    }
    /// Three photos of the porch, of 100 KB each.
    void keep_some_of_the_porch() {
        auto porch = dial("a-token-of-the-porch");
        for (int i = 0; i < 3; ++i)
            send_photo(porch, 100'000);
        ASSERT_TRUE(eventually([this] { return total("porch") == 3; }));
    }

    TemporaryFolder data_;
    DaemonInProcess daemon_{small_gallery()};
};

TEST_F(PhotoShares, a_camera_that_sends_photos_nobody_asked_for_pushes_out_none_of_the_others) {
    keep_some_of_the_porch();
    auto flooder = dial(kFlooderToken);
    for (int i = 0; i < 400; ++i)
        send_photo(flooder, 100'000);
    ASSERT_TRUE(eventually([this] { return refused("unasked") + refused("disk_is_slow") >= 390; }));
    EXPECT_EQ(total("porch"), 3U);
    EXPECT_LE(total("flooder"), 7U) << "what there is room for";
    EXPECT_LE(metric(daemon_.port(), "watchpost_storage_used_bytes"), 1024 * 1024);
    expect_first_finding(daemon_.port(), "flooder", "unasked_photos");
}

TEST_F(PhotoShares, uploads_have_the_same_rate_whatever_id_they_claim) {
    keep_some_of_the_porch();
    int kept = 0;
    for (int i = 0; i < 60; ++i) {
        auto const reply = upload(20'000, i % 2 == 0 ? "" : i % 3 == 0 ? "porch" : "made-up-" + std::to_string(i));
        kept += reply.status == 200 ? 1 : 0;
        if (reply.status != 429) continue;
        EXPECT_EQ(reply.header("Retry-After"), "10");
        EXPECT_THAT(reply.body, testing::HasSubstr("come too fast"));
    }
    EXPECT_GE(kept, 10);
    EXPECT_LE(kept, 50) << "ten of its own, and forty of all made-up names";
    EXPECT_EQ(total("porch"), 3U);
    EXPECT_EQ(total("flooder"), 10U);
    EXPECT_GE(refused("unasked"), 20);
}

} // namespace
} // namespace watchpost::test
