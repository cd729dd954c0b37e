// The old routes that show, take and remove pictures, and tell how things are (PROTOCOL section 8).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/raw_frames.hpp"

#include <gtest/gtest.h>
namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

constexpr auto kUploadToken = "a-token";
std::pair<std::string, std::string> const kBearer{"Authorization", "Bearer a-token"};
std::pair<std::string, std::string> const kForm{"Content-Type", "multipart/form-data; boundary=frontier"};

std::string field(std::string const& name, std::string const& bytes) {
    return "--frontier\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"x\"\r\n\r\n" + bytes +
           "\r\n";
}
std::string const kEnd = "--frontier--\r\n";

class LegacyPictures : public testing::Test {
protected:
    static settings::Settings with_a_camera() {
        settings::Settings settings;
        settings.boards = {{"porch", DeviceKind::esp32cam, kUploadToken}};
        return settings;
    }
    HttpReply upload(std::string const& path, std::string const& body, Headers headers = {}) const {
        headers.push_back(kForm);
        return http(daemon_.port(), "POST", path, headers, body);
    }
    std::string stored_photo(std::uint32_t salt = 0) const {
        auto const reply = upload("/upload_photo", field("photo", as_text(tiny_jpeg(320, 240, 2000, salt))) + kEnd);
        EXPECT_EQ(reply.status, 200) << reply.body;
        return Json::parse(reply.body).value("filename", "");
    }
    int count() const { return get_json(daemon_.port(), "/get_photo_count")["count"]; }

    DaemonInProcess daemon_{with_a_camera()};
    std::string const jpeg_ = as_text(tiny_jpeg(320, 240));
};

TEST_F(LegacyPictures, uploaded_photo_is_kept_listed_shown_and_removed) {
    auto const reply = upload("/upload_photo", field("photo", jpeg_) + field("quality", "80") +
                                                   field("flash_used", "true") + field("intensity", "50") + kEnd);
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const stored = Json::parse(reply.body);
    EXPECT_EQ(stored["status"], "success");
    auto const filename = stored["filename"].get<std::string>();
    EXPECT_EQ(stored["url"], "/gallery/" + filename);
    EXPECT_TRUE(filename.ends_with(".jpg"));

    auto const picture = http_get(daemon_.port(), stored["url"]);
    EXPECT_EQ(picture.header("Content-Type"), "image/jpeg");
    EXPECT_TRUE(picture.body == jpeg_);
    auto const known = get_json(daemon_.port(), "/api/v1/photos")["photos"][0];
    EXPECT_EQ(known["camera"], "porch");
    EXPECT_EQ(known["quality"], 80);
    EXPECT_EQ(known["flash"], true);
    EXPECT_EQ(known["intensity"], 50);
    EXPECT_EQ(count(), 1);

    auto const removed = http(daemon_.port(), "POST", "/delete_photo/" + filename);
    EXPECT_EQ(removed.status, 200) << removed.body;
    EXPECT_EQ(Json::parse(removed.body)["status"], "success");
    EXPECT_EQ(count(), 0);
    EXPECT_EQ(http_get(daemon_.port(), stored["url"]).status, 404);
    EXPECT_EQ(http(daemon_.port(), "POST", "/delete_photo/" + filename).status, 404);
}

TEST(LegacyPicturesWithoutADisk, photo_that_cannot_be_kept_is_507_and_frames_are_shown_all_the_same) {
    settings::Settings settings;
    settings.data_dir = "/dev/null/nothing";
    DaemonInProcess const daemon{std::move(settings)};
    auto const jpeg = as_text(tiny_jpeg(320, 240));
    auto const reply = http(daemon.port(), "POST", "/upload_photo", {kForm}, field("photo", jpeg) + kEnd);
    EXPECT_EQ(reply.status, 507) << reply.body;
    EXPECT_EQ(get_json(daemon.port(), "/get_photo_count")["count"], 0);
    EXPECT_EQ(http(daemon.port(), "POST", "/upload_frame", {kForm}, field("frame", jpeg) + kEnd).status, 200);
    EXPECT_EQ(http_get(daemon.port(), "/get_status").status, 200);
}

TEST_F(LegacyPictures, gallery_comes_in_pages) {
    std::vector<std::string> names;
    for (std::uint32_t i = 0; i < 5; ++i) {
        names.push_back(stored_photo(i));
        daemon_.advance(1s);
    }
    auto const first = get_json(daemon_.port(), "/get_gallery?page=0&limit=2");
    EXPECT_EQ(first["status"], "success");
    EXPECT_EQ(first["total"], 5);
    EXPECT_EQ(first["page"], 0);
    EXPECT_EQ(first["limit"], 2);
    EXPECT_EQ(first["has_more"], true);
    ASSERT_EQ(first["photos"].size(), 2U);
    EXPECT_EQ(first["photos"][0]["filename"], names[4]);
    EXPECT_EQ(first["photos"][0]["size"], tiny_jpeg(320, 240, 2000).size());
    auto const last = get_json(daemon_.port(), "/get_gallery?page=2&limit=2");
    EXPECT_EQ(last["photos"][0]["filename"], names[0]);
    EXPECT_EQ(last["has_more"], false);
    EXPECT_EQ(get_json(daemon_.port(), "/get_gallery")["limit"], 9);
    for (auto const* query : {"page=-1", "page=a", "limit=0", "limit=101", "limit=", "page=1e3"})
        EXPECT_EQ(http_get(daemon_.port(), "/get_gallery?" + std::string(query)).status, 422) << query;
}

TEST_F(LegacyPictures, names_that_no_photo_has_lead_nowhere) {
    auto const name = stored_photo();
    for (std::string const path :
         {"..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "x.png", "X.jpg", ".jpg", "a%20b.jpg"}) {
        EXPECT_NE(http_get(daemon_.port(), "/gallery/" + path).status, 200) << path;
        EXPECT_GE(http(daemon_.port(), "POST", "/delete_photo/" + path).status, 400) << path;
    }
    EXPECT_EQ(http(daemon_.port(), "POST", "/delete_photo/x.png").status, 400);
    EXPECT_EQ(http(daemon_.port(), "POST", "/delete_photo/" + name, {{"Content-Type", "text/plain"}}, "x").status, 415);
    EXPECT_EQ(http(daemon_.port(), "POST", "/delete_photo/" + name, {{"Origin", "http://evil.example"}}).status, 401);
    EXPECT_EQ(count(), 1);
}

TEST_F(LegacyPictures, uploaded_frame_is_shown_to_the_viewers_of_its_camera) {
    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=porch");
    auto const reply = upload("/upload_frame", field("frame", jpeg_) + kEnd, {kFromAfar, kBearer});
    ASSERT_EQ(reply.status, 200) << reply.body;
    auto const json = Json::parse(reply.body);
    EXPECT_EQ(json["status"], "success");
    EXPECT_TRUE(json["processing_time"].is_number());
    EXPECT_TRUE(viewer.receive_binary() == jpeg_);
    EXPECT_TRUE(http_get(daemon_.port(), "/snapshot").body == jpeg_);
    EXPECT_EQ(device(daemon_.port(), "porch")["frames_received"], 1);
}

TEST_F(LegacyPictures, frames_that_come_too_fast_are_skipped_for_each_camera_apart) {
    auto const form = field("frame", jpeg_) + kEnd;
    auto const skipped = [&](Headers const& headers = {}) {
        return Json::parse(upload("/upload_frame", form, headers).body).value("message", "") ==
               "Frame skipped (high rate)";
    };
    EXPECT_FALSE(skipped());
    EXPECT_TRUE(skipped());
    EXPECT_FALSE(skipped({{"X-Device-ID", "garden"}}));
    daemon_.advance(32ms);
    EXPECT_TRUE(skipped());
    daemon_.advance(1ms);
    EXPECT_FALSE(skipped());
    EXPECT_EQ(device(daemon_.port(), "porch")["frames_received"], 2);
    EXPECT_EQ(device(daemon_.port(), "garden")["frames_received"], 1);
}

TEST_F(LegacyPictures, frame_of_a_camera_that_nobody_knew_becomes_the_default_picture) {
    DaemonInProcess const daemon;
    auto const form = field("frame", jpeg_) + kEnd;
    EXPECT_EQ(http(daemon.port(), "POST", "/upload_frame", {kForm}, form).status, 200);
    EXPECT_TRUE(http_get(daemon.port(), "/snapshot").body == jpeg_);
}

TEST_F(LegacyPictures, uploads_cannot_make_up_cameras_without_end) {
    auto const form = field("frame", jpeg_) + kEnd;
    int shown = 0;
    for (int i = 0; i < 20; ++i)
        shown += upload("/upload_frame", form, {{"X-Device-ID", "made-up-" + std::to_string(i)}}).status == 200 ? 1 : 0;
    EXPECT_EQ(shown, 8);
    EXPECT_EQ(upload("/upload_frame", form, {{"X-Device-ID", "made-up-19"}}).status, 503);
    EXPECT_EQ(get_json(daemon_.port(), "/api/v1/devices")["devices"].size(), 9U);
    daemon_.advance(1s);
    EXPECT_EQ(upload("/upload_frame", form, {{"X-Device-ID", "made-up-0"}}).status, 200);
    EXPECT_EQ(upload("/upload_frame", form).status, 200);
    for (auto const* path : {"/upload_frame", "/upload_photo"})
        EXPECT_EQ(upload(path, form, {{"X-Device-ID", "::"}}).status, 400) << path;
}

TEST_F(LegacyPictures, only_people_and_boards_with_their_token_may_upload) {
    for (auto const& [path, name] : {std::pair{"/upload_photo", "photo"}, {"/upload_frame", "frame"}}) {
        auto const form = field(name, jpeg_) + kEnd;
        EXPECT_EQ(upload(path, form, {kFromAfar}).status, 401) << path;
        EXPECT_EQ(upload(path, form, {kFromAfar, {"Authorization", "Bearer wrong"}}).status, 401) << path;
        EXPECT_EQ(upload(path, form, {{"Origin", "http://evil.example"}}).status, 401) << path;
        EXPECT_EQ(upload(path, form, {kFromAfar, kBearer}).status, 200) << path;
    }
    EXPECT_EQ(http_get(daemon_.port(), "/get_gallery", {kFromAfar, kBearer}).status, 403) << "a board is no person";
}

TEST_F(LegacyPictures, forms_that_are_not_as_they_must_be_are_refused) {
    struct Wrong {
        std::string path;
        std::string body;
        int status;
    };
    std::string const progressive = [this] {
        auto bytes = jpeg_;
        auto const start = bytes.find("\xFF\xC0");
        bytes.replace(start, 2, "\xFF\xC2");
        return bytes;
    }();
    auto const photo = field("photo", jpeg_);
    for (auto const& [path, body, status] :
         std::vector<Wrong>{{"/upload_photo", photo + field("extra", "1") + kEnd, 400},
                            {"/upload_photo", photo + field("quality", "101") + kEnd, 400},
                            {"/upload_photo", photo + field("quality", "eighty") + kEnd, 400},
                            {"/upload_photo", photo + field("flash_used", "maybe") + kEnd, 400},
                            {"/upload_photo", photo + field("intensity", "-1") + kEnd, 400},
                            {"/upload_photo", photo + photo + kEnd, 400},
                            {"/upload_photo", field("quality", "80") + kEnd, 400},
                            {"/upload_photo", field("photo", "no picture") + kEnd, 400},
                            {"/upload_photo", field("photo", progressive) + kEnd, 400},
                            {"/upload_photo", field("photo", "") + kEnd, 400},
                            {"/upload_photo", photo, 400},
                            {"/upload_photo", "", 400},
                            {"/upload_photo", field("photo", as_text(jpeg_of_size(600 * 1024, 800, 600))) + kEnd, 413},
                            {"/upload_frame", field("frame", jpeg_) + field("quality", "80") + kEnd, 400},
                            {"/upload_frame", field("photo", jpeg_) + kEnd, 400},
                            {"/upload_frame", field("frame", jpeg_.substr(0, jpeg_.size() / 2)) + kEnd, 400},
                            {"/upload_frame", kEnd, 400},
                            {"/upload_frame", std::string(3 * 1024 * 1024, 'x'), 413}}) {
        auto const reply = upload(path, body);
        EXPECT_EQ(reply.status, status) << path << body.substr(0, 200) << reply.body;
    }
    auto const json = http(daemon_.port(), "POST", "/upload_photo", {{"Content-Type", "application/json"}}, "{}");
    EXPECT_EQ(json.status, 400);
    EXPECT_EQ(count(), 0);
    EXPECT_EQ(device(daemon_.port(), "porch")["frames_received"], 0);
}

TEST_F(LegacyPictures, largest_frame_that_is_allowed_gets_through) {
    auto const frame = as_text(jpeg_of_size(2 * 1024 * 1024, 800, 600));
    ASSERT_EQ(frame.size(), 2U * 1024 * 1024);
    EXPECT_EQ(upload("/upload_frame", field("frame", frame) + kEnd).status, 200);
    auto const larger = as_text(jpeg_of_size(2 * 1024 * 1024 + 1, 800, 600));
    daemon_.advance(1s);
    EXPECT_EQ(upload("/upload_frame", field("frame", larger) + kEnd).status, 413);
}

TEST_F(LegacyPictures, status_tells_what_is_known_and_nothing_more) {
    auto const before = get_json(daemon_.port(), "/get_status");
    EXPECT_EQ(before["status"], "success");
    EXPECT_EQ(before["data"]["server_status"], "online");
    EXPECT_EQ(before["data"]["camera_status"], "offline");
    EXPECT_EQ(before["data"]["pico_status"], "offline");
    EXPECT_TRUE(before["data"]["pico_last_seen"].is_null());
    EXPECT_EQ(before["data"]["internet"], "not checked");
    for (auto const* name : {"ram_percent", "cpu_percent"})
        EXPECT_TRUE(before["data"][name].is_number()) << before;
    EXPECT_TRUE(before["data"]["storage"].get<std::string>().ends_with("% free")) << before;
    EXPECT_EQ(get_json(daemon_.port(), "/get_esp32cam_status")["data"]["connected"], false);

    auto const camera = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", "porch"}});
    auto const pico = WsClient::open(daemon_.port(), "/ws/pico");
    auto const after = get_json(daemon_.port(), "/get_status")["data"];
    EXPECT_EQ(after["camera_status"], "online");
    EXPECT_EQ(after["pico_status"], "online");
    EXPECT_TRUE(after["pico_last_seen"].is_string());
    auto const connected = get_json(daemon_.port(), "/get_esp32cam_status");
    EXPECT_EQ(connected["status"], "success");
    EXPECT_EQ(connected["data"]["connected"], true);
    EXPECT_EQ(connected["data"]["device"], "porch");
}

} // namespace
} // namespace watchpost::test
