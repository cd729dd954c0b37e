#include "board.hpp"
#include "fake_hardware.hpp"

#include <gmock/gmock.h>

using other_side::kinds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class Board : public testing::Test {
protected:
    static cam::Config config() {
        cam::Config config;
        config.host = "server";
        config.token = "secret:token";
        config.device_id = "front-door";
        config.frame_every = 100;
        return config;
    }

    bool step() { return board_.step(now_); }

    /// Steps of 10 ms. False as soon as the board wants to be restarted.
    bool pass(cam::Ms duration, bool pings = false) {
        for (cam::Ms const end = now_ + duration; now_ < end;) {
            now_ += 10;
            if (pings && hardware_.line && now_ % 10'000 == 0) tell(other_side::frame(9, ""));
            if (!step()) return false;
        }
        return true;
    }

    void tell(std::string const& bytes) { hardware_.line->to_board += bytes; }

    void link() {
        step();
        step();
        ASSERT_TRUE(hardware_.line);
        tell(other_side::upgrade(hardware_.line->to_server));
        step();
        ASSERT_TRUE(board_.is_linked());
    }

    std::vector<std::string> heard() {
        auto& bytes = hardware_.line->to_server;
        if (bytes.rfind("GET ", 0) == 0) bytes.erase(0, bytes.find("\r\n\r\n") + 4);
        return kinds(other_side::messages_in(bytes));
    }

    cam::Ms now_ = 0;
    FakeHardware hardware_;
    cam::Board board_{config(), hardware_, 0};
};

TEST_F(Board, JoinsDialsAndStreams) {
    link();
    pass(10);
    EXPECT_THAT(heard(), ElementsAre("connection", "frame", "picture"));
    EXPECT_EQ(hardware_.joins, 1);
    pass(100);
    EXPECT_THAT(heard(), ElementsAre("frame", "picture"));
}

TEST_F(Board, EachRequestHasTheTokenOnceHoweverOftenItTried) {
    for (int i = 0; i < 5; ++i) {
        pass(40'000);
        hardware_.line->ended = true;
    }
    auto const& request = hardware_.line->to_server;
    auto const first = request.find("Authorization: Bearer secret:token");
    ASSERT_NE(first, std::string::npos);
    EXPECT_EQ(request.find("Authorization", first + 1), std::string::npos);
    EXPECT_EQ(request.find("X-Device-ID: front-door"), request.rfind("X-Device-ID"));
    EXPECT_GT(hardware_.dials, 5);
    EXPECT_LE(hardware_.open_wires, 1);
}

TEST_F(Board, TheTokenIsNeverPrintedOrSaid) {
    link();
    pass(1'000);
    hardware_.line->ended = true;
    pass(1'000);
    EXPECT_THAT(hardware_.printed, testing::Not(Contains(HasSubstr("secret"))));
    EXPECT_EQ(hardware_.line->to_server.find("secret", hardware_.line->to_server.find("\r\n\r\n")), std::string::npos);
}

TEST_F(Board, WithoutWifiItTriesAgainAndDialsNobody) {
    hardware_.wifi = false;
    pass(120'000);
    EXPECT_GE(hardware_.joins, 3);
    EXPECT_EQ(hardware_.leaves, hardware_.joins - 1);
    EXPECT_EQ(hardware_.dials, 0);
    hardware_.wifi = true;
    pass(1'000);
    EXPECT_EQ(hardware_.dials, 1);
}

TEST_F(Board, TheFlashGoesOutWithTheWifi) {
    link();
    tell(other_side::frame(1, R"({"action":"flash_on","intensity":80})"));
    pass(10);
    EXPECT_EQ(hardware_.flash, 80);
    hardware_.wifi = false;
    pass(10);
    EXPECT_EQ(hardware_.flash, 0);
    EXPECT_FALSE(board_.is_linked());
    EXPECT_EQ(hardware_.open_wires, 0);
}

TEST_F(Board, TheFlashGoesOutAtItsCapHoweverOftenItIsAskedFor) {
    link();
    for (int i = 0; i < 59; ++i) {
        tell(other_side::frame(1, R"({"action":"flash_on","intensity":80})"));
        pass(1'000, true);
        EXPECT_EQ(hardware_.flash, 80);
    }
    tell(other_side::frame(1, R"({"action":"flash_on","intensity":80})"));
    pass(1'100, true);
    EXPECT_EQ(hardware_.flash, 0);
    EXPECT_TRUE(board_.is_linked());
}

TEST_F(Board, ALinkOnWhichNothingCanBeSentIsGivenUp) {
    link();
    hardware_.line->room = 0;
    pass(9'900, true);
    EXPECT_TRUE(board_.is_linked());
    pass(200, true);
    EXPECT_FALSE(board_.is_linked());
    EXPECT_THAT(hardware_.printed, Contains(HasSubstr("nothing could be sent")));
    EXPECT_EQ(hardware_.lent, 0);
}

TEST_F(Board, ALinkOnWhichNothingIsHeardIsGivenUp) {
    link();
    pass(24'900);
    EXPECT_TRUE(board_.is_linked());
    pass(200);
    EXPECT_FALSE(board_.is_linked());
    EXPECT_THAT(hardware_.printed, Contains(HasSubstr("the link was lost")));
}

TEST_F(Board, AServerThatDoesNotAnswerTheHandshakeIsGivenUp) {
    pass(9'900);
    EXPECT_EQ(hardware_.open_wires, 1);
    pass(200);
    EXPECT_EQ(hardware_.open_wires, 0);
    EXPECT_THAT(hardware_.printed, Contains(HasSubstr("no answer from the server")));
}

TEST_F(Board, WithoutAServerForTenMinutesItRestarts) {
    hardware_.server = false;
    EXPECT_TRUE(pass(599'900));
    EXPECT_FALSE(pass(200));
}

TEST_F(Board, ACameraThatStallsIsMendedAndThenTheBoardRestarts) {
    link();
    pass(5'000, true);
    hardware_.camera = false;
    EXPECT_TRUE(pass(9'000, true));
    EXPECT_EQ(hardware_.mends, 0);
    EXPECT_TRUE(pass(2'000, true));
    EXPECT_EQ(hardware_.mends, 1);
    hardware_.camera = true;
    EXPECT_TRUE(pass(120'000, true));
    EXPECT_EQ(hardware_.mends, 1);
    hardware_.camera = false;
    EXPECT_TRUE(pass(59'000, true));
    EXPECT_GE(hardware_.mends, 5);
    EXPECT_FALSE(pass(2'000, true));
}

TEST_F(Board, ACameraIsNotBlamedForTheTimeWithoutALink) {
    link();
    hardware_.line->ended = true;
    hardware_.server = false;
    EXPECT_TRUE(pass(300'000));
    hardware_.server = true;
    pass(30'000);
    tell(other_side::upgrade(hardware_.line->to_server));
    EXPECT_TRUE(pass(1'000));
    EXPECT_TRUE(board_.is_linked());
    EXPECT_EQ(hardware_.mends, 0);
}

TEST_F(Board, ARefusalIsToldAndTriedAgain) {
    step();
    step();
    tell("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
    pass(10);
    EXPECT_THAT(hardware_.printed, Contains(HasSubstr("the server answered 401")));
    pass(1'000);
    EXPECT_EQ(hardware_.dials, 2);
}

TEST_F(Board, TheServersCloseIsAnsweredAndTheBoardComesBack) {
    link();
    heard();
    tell(other_side::frame(8, "\x03\xe9"));
    auto const line = hardware_.line;
    pass(10);
    EXPECT_THAT(kinds(other_side::messages_in(line->to_server)), Contains("close"));
    EXPECT_FALSE(board_.is_linked());
    EXPECT_EQ(hardware_.open_wires, 0);
    EXPECT_THAT(hardware_.printed, Contains(HasSubstr("closed with 1001")));
    pass(1'000);
    EXPECT_EQ(hardware_.dials, 2);
}

TEST_F(Board, ARebootClosesProperlyAndWaitsForTheServer) {
    link();
    tell(other_side::frame(1, R"({"action":"system_reboot"})"));
    EXPECT_TRUE(pass(10));
    EXPECT_THAT(heard(), testing::AllOf(Contains("system_reboot"), Contains("close")));
    EXPECT_TRUE(pass(1'000));
    tell(other_side::frame(8, "\x03\xe9"));
    EXPECT_FALSE(pass(10));
}

TEST_F(Board, ARebootDoesNotWaitForAServerThatNeverAnswers) {
    link();
    tell(other_side::frame(1, R"({"action":"system_reboot"})"));
    EXPECT_TRUE(pass(1'900));
    EXPECT_FALSE(pass(200));
}

} // namespace
