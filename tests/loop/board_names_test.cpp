// Which name a board's token lets it take (SECURITY rule 4).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"

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
                           {"drive", DeviceKind::esp32cam, "drive-token"}};
        daemon_.emplace(settings);
    }

    /// From afar, with this token.
    static Headers with(std::string const& token) {
        return {{"X-Forwarded-For", "203.0.113.7"}, {"Authorization", "Bearer " + token}};
    }
    /// The status that a handshake gets, if need be after the delay of a refusal.
    int status_of(std::string const& path, std::string const& token, std::string const& id) {
        RawConnection board{daemon_->port()};
        board.send("GET " + path +
                   " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                   "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: RVNQMzJDQU1FU1AzMkNBTQ==\r\n"
                   "X-Forwarded-For: 203.0.113.7\r\nAuthorization: Bearer " +
                   token + "\r\nX-Device-ID: " + id + "\r\n\r\n");
        auto line = board.receive_until("\r\n", 300ms);
        daemon_->advance(2s);
        if (line.empty()) line = board.receive_until("\r\n");
        return line.starts_with("HTTP/1.1 ") ? std::stoi(line.substr(9, 3)) : 0;
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
}

} // namespace
} // namespace watchpost::test
