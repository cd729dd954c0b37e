// Which name a board's token lets it take (SECURITY rule 4).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/diagnosis.hpp"
#include "support/eventually.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class BoardNames : public testing::Test {
protected:
    BoardNames() {
        settings::Settings settings;
        settings.boards = {{"mast", DeviceKind::pico, "mast-token"},
                           {"yard", DeviceKind::pico, "yard-token"},
                           {"porch", DeviceKind::esp32cam, "porch-token"},
                           {"drive", DeviceKind::esp32cam, "drive-token"},
                           {"left", DeviceKind::esp32cam, "shared-token"},
                           {"right", DeviceKind::esp32cam, "shared-token"},
                           {"bare", DeviceKind::esp32cam, ""}};
        daemon_.emplace(settings);
    }

    /// The head of the answer to a handshake, if need be after the delay of a refusal. From this machine when `token`
    /// is empty.
    std::string answer_to(std::string const& path, std::string const& token, std::string const& id) {
        RawConnection board{daemon_->port()};
        board.send("GET " + path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(daemon_->port()) +
                   "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\n" +
                   (token.empty() ? "" : "X-Forwarded-For: 203.0.113.7\r\nAuthorization: Bearer " + token + "\r\n") +
                   "X-Device-ID: " + id + "\r\n\r\n");
        auto head = board.receive_until("\r\n\r\n", 300ms);
        daemon_->advance(2s);
        if (head.empty()) head = board.receive_until("\r\n\r\n");
        return head;
    }
    /// From afar, with this token.
    static Headers with(std::string const& token) {
        return {{"X-Forwarded-For", "203.0.113.7"}, {"Authorization", "Bearer " + token}};
    }
    int status_of(std::string const& path, std::string const& token, std::string const& id) {
        auto const head = answer_to(path, token, id);
        return head.starts_with("HTTP/1.1 ") ? std::stoi(head.substr(9, 3)) : 0;
    }

    std::optional<DaemonInProcess> daemon_;
};

TEST_F(BoardNames, of_boards_with_a_token_of_their_own_are_taken_by_no_other_token) {
    auto yard = WsClient::open(daemon_->port(), "/ws/pico", with("yard-token"));
    auto drive = WsClient::open(daemon_->port(), "/ws/esp32cam", with("drive-token"));
    EXPECT_EQ(status_of("/ws/pico", "mast-token", "yard"), 401);
    for (auto const* path : {"/ws/esp32cam", "/ws"})
        EXPECT_EQ(status_of(path, "porch-token", "drive"), 401) << path;
    EXPECT_FALSE(yard.wait_for_close(100ms));
    EXPECT_FALSE(drive.wait_for_close(100ms));
    EXPECT_EQ(device(daemon_->port(), "yard")["online"], true);
    EXPECT_EQ(device(daemon_->port(), "drive")["online"], true);
}

TEST_F(BoardNames, that_nobody_owns_are_for_a_board_to_choose) {
    EXPECT_EQ(status_of("/ws/pico", "mast-token", "mast"), 101);
    EXPECT_EQ(status_of("/ws/pico", "mast-token", "lab"), 101);
    EXPECT_EQ(status_of("/ws/pico", "mast-token", "porch"), 101) << "a name of another kind";
}

TEST_F(BoardNames, of_another_token_do_not_file_pictures_under_it) {
    auto headers = with("porch-token");
    headers.emplace_back("X-Device-ID", "drive");
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
    auto const body = "--b\r\nContent-Disposition: form-data; name=\"frame\"; filename=\"f.jpg\"\r\n"
                      "Content-Type: image/jpeg\r\n\r\n" +
                      as_text(tiny_jpeg(320, 240)) + "\r\n--b--\r\n";
    auto const reply = http(daemon_->port(), "POST", "/upload_frame", headers, body);
    EXPECT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(device(daemon_->port(), "drive")["frames_received"], 0);
    EXPECT_EQ(device(daemon_->port(), "porch")["frames_received"], 1);
    auto lab = WsClient::open(daemon_->port(), "/ws/esp32cam",
                              {{"Authorization", "Bearer drive-token"}, {"X-Device-ID", "lab"}});
    ASSERT_TRUE(eventually([this] { return device(daemon_->port(), "lab")["online"] == true; }));
    headers[2].second = "lab";
    http(daemon_->port(), "POST", "/upload_frame", headers, body);
    EXPECT_EQ(device(daemon_->port(), "lab")["frames_received"], 0) << "another token has chosen this name";
}

TEST_F(BoardNames, that_would_have_to_be_changed_are_refused_with_the_reason) {
    std::string const long_name(35, 'x');
    for (auto const* path : {"/ws/esp32cam", "/ws"})
        for (std::string const token : {"porch-token", "shared-token"})
            for (auto const& id :
                 std::vector<std::string>{"k\u00fcche", "k\u00fache", "PORCH", "front door", "a/b", "-.-", "...",
                                          long_name + "a", long_name + "b", "AA:BB:CC"}) {
                auto const head = answer_to(path, token, id);
                EXPECT_TRUE(head.starts_with("HTTP/1.1 400 ")) << id << ": " << head;
                EXPECT_NE(head.find("Content-Length: 0\r\n"), std::string::npos) << head;
                EXPECT_NE(head.find("X-Watchpost-Reason: X-Device-ID must be 1 to 32 of"), std::string::npos) << head;
                daemon_->advance(10s);
            }
    EXPECT_EQ(status_of("/ws/esp32cam", "", "K\u00fcche"), 400) << "a board of this machine";
    EXPECT_EQ(status_of("/ws/pico", "", "..."), 400);
    EXPECT_EQ(get_json(daemon_->port(), "/api/v1/devices").at("devices").size(), 7U) << "nobody became known";

    // Whose board it is hears of it, and why.
    auto const complaints = get_json(daemon_->port(), "/api/v1/devices/porch/diagnosis").at("complaints");
    ASSERT_FALSE(complaints.empty());
    auto const message = complaints.back()["message"].get<std::string>();
    EXPECT_NE(message.find("k\u00fcche"), std::string::npos) << message;
    EXPECT_NE(message.find("must be 1 to 32"), std::string::npos) << message;
    auto const events = get_json(daemon_->port(), "/api/v1/events").at("events");
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(events[0]["type"], "access_refused");
    EXPECT_EQ(events[0]["reason"], "bad_name");
    EXPECT_NE(events[0]["request"].get<std::string>().find("k\u00fcche"), std::string::npos);
}

TEST_F(BoardNames, that_are_a_mac_address_are_one_however_it_is_written) {
    for (auto const* id : {"AA:BB:CC:00:00:01", "aa:bb:cc:00:00:01", "AA-BB-CC-00-00-01"})
        EXPECT_EQ(status_of("/ws", "porch-token", id), 101) << id;
    EXPECT_EQ(device(daemon_->port(), "aa-bb-cc-00-00-01")["kind"], "esp32cam");
}

TEST_F(BoardNames, that_are_configured_are_open_to_the_tokens_that_name_them_only) {
    for (auto const* id : {"left", "right"}) {
        EXPECT_EQ(status_of("/ws/esp32cam", "shared-token", id), 101) << id;
        EXPECT_EQ(status_of("/ws/esp32cam", "porch-token", id), 401) << id;
    }
    for (auto const* token : {"porch-token", "shared-token"})
        EXPECT_EQ(status_of("/ws/esp32cam", token, "bare"), 401) << "no token names it";
    EXPECT_EQ(status_of("/ws/esp32cam", "", "bare"), 101) << "it comes from this machine";
    EXPECT_EQ(status_of("/ws/esp32cam", "shared-token", "porch"), 401);
}

TEST_F(BoardNames, that_a_board_chose_are_taken_by_no_other_token) {
    auto lab =
        WsClient::open(daemon_->port(), "/ws/pico", {{"Authorization", "Bearer mast-token"}, {"X-Device-ID", "lab"}});
    EXPECT_EQ(status_of("/ws/pico", "yard-token", "lab"), 401);
    EXPECT_EQ(status_of("/ws/pico", "mast-token", "lab"), 101) << "the board came back";
    EXPECT_EQ(status_of("/ws/pico", "yard-token", "lab"), 401);
    ASSERT_TRUE(eventually([this] { return device(daemon_->port(), "lab")["online"] == false; }));
    EXPECT_EQ(status_of("/ws/pico", "yard-token", "lab"), 401) << "it is remembered while it is away";
    // Whoever loses its token loses its names.
    auto settings = with_a_pico();
    settings.boards = {{"yard", DeviceKind::pico, "yard-token"}};
    daemon_->reload(settings);
    EXPECT_EQ(status_of("/ws/pico", "yard-token", "lab"), 101);
}

TEST_F(BoardNames, of_boards_of_this_machine_are_taken_by_no_token) {
    auto front = WsClient::open(daemon_->port(), "/ws/esp32cam", {{"X-Device-ID", "front"}});
    ASSERT_TRUE(eventually([this] { return device(daemon_->port(), "front")["online"] == true; }));
    EXPECT_EQ(status_of("/ws/esp32cam", "porch-token", "front"), 401);
    EXPECT_EQ(device(daemon_->port(), "front")["takeovers"], 0);
}

TEST_F(BoardNames, that_are_refused_are_what_the_owner_is_told_first) {
    EXPECT_EQ(status_of("/ws/esp32cam", "porch-token", "Eingangst\xC3\xBCr"), 400);
    expect_first_finding(daemon_->port(), "porch", "refused_name");
}

} // namespace
} // namespace watchpost::test
