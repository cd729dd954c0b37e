#include "conversation.hpp"
#include "fake_hardware.hpp"

#include <gmock/gmock.h>

using other_side::kinds;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

cam::WebSocket open_socket() {
    cam::WebSocket socket("server", 3000, "/ws/esp32cam", {}, [] { return 0x12345678U; });
    auto const request = socket.unsent();
    auto const answer = other_side::upgrade({reinterpret_cast<char const*>(request.data), request.size});
    socket.written(request.size);
    socket.feed(other_side::view(answer));
    return socket;
}

class Conversation : public testing::Test {
protected:
    /// Everything the board has said since the last time, after TCP took all of it.
    std::vector<other_side::Message> heard() {
        for (auto data = socket_.unsent(); data.size > 0; data = socket_.unsent()) {
            line_.append(reinterpret_cast<char const*>(data.data), data.size);
            socket_.written(data.size);
        }
        return other_side::messages_in(line_);
    }

    std::vector<other_side::Message> turn(cam::Ms now) {
        talk_.tick(now);
        auto messages = heard();
        talk_.tick(now); // with the picture gone, it goes back to the camera
        auto more = heard();
        messages.insert(messages.end(), more.begin(), more.end());
        return messages;
    }

    std::vector<std::string> say(std::string_view text, cam::Ms now) {
        talk_.on_text(text, now);
        std::vector<std::string> texts;
        for (auto const& message : heard())
            texts.push_back(message.payload);
        return texts;
    }

    FakeHardware hardware_;
    cam::FlashLamp lamp_{60'000};
    cam::WebSocket socket_ = open_socket();
    cam::Conversation talk_{socket_, hardware_, lamp_, 100, 80, 0};
    std::string line_;
};

TEST_F(Conversation, ThereIsOneHelloAndThenPictures) {
    EXPECT_THAT(kinds(turn(0)), ElementsAre("connection", "frame", "picture"));
    EXPECT_THAT(kinds(turn(100)), ElementsAre("frame", "picture"));
    EXPECT_THAT(say(R"({"type":"connection_ack","status":"success"})", 100), IsEmpty());
    EXPECT_EQ(hardware_.lent, 0);
}

TEST_F(Conversation, PicturesKeepTheirDistance) {
    turn(0);
    EXPECT_THAT(turn(99), IsEmpty());
    EXPECT_EQ(turn(100).size(), 2U);
}

TEST_F(Conversation, PicturesAreAsRareAsIsWantedAndAtOnceAsOftenAgain) {
    turn(0);
    EXPECT_THAT(say(R"({"type":"stream","max_fps":1})", 50), IsEmpty());
    EXPECT_THAT(turn(999), IsEmpty());
    EXPECT_EQ(turn(1'000).size(), 2U);
    EXPECT_THAT(turn(1'500), IsEmpty());

    EXPECT_THAT(say(R"({"type":"stream"})", 1'500), IsEmpty());
    EXPECT_EQ(turn(1'500).size(), 2U);
    EXPECT_THAT(turn(1'599), IsEmpty());
    EXPECT_EQ(turn(1'600).size(), 2U);
}

TEST_F(Conversation, NobodyMakesTheCameraFasterThanItIsSetUp) {
    turn(0);
    say(R"({"type":"stream","max_fps":60})", 10);
    EXPECT_THAT(turn(99), IsEmpty());
    EXPECT_EQ(turn(100).size(), 2U);
}

TEST_F(Conversation, ThePictureOfTheMomentIsSentAndNoOtherIsTakenWhileItIsUnderWay) {
    turn(0);
    hardware_.newest = 2;
    talk_.tick(100); // taken, but TCP takes nothing
    for (cam::Ms now = 110; now < 2'000; now += 10) {
        hardware_.newest = static_cast<int>(now);
        talk_.tick(now);
    }
    EXPECT_EQ(hardware_.grabs, 2);
    hardware_.newest = 7;
    auto const late = heard();
    ASSERT_EQ(late.size(), 2U);
    EXPECT_EQ(late[1].payload, "picture 2");
    auto const next = turn(2'000);
    ASSERT_EQ(next.size(), 2U);
    EXPECT_EQ(next[1].payload, "picture 7");
}

TEST_F(Conversation, ACameraThatGivesNothingIsAskedAgain) {
    turn(0);
    hardware_.camera = false;
    EXPECT_THAT(turn(100), IsEmpty());
    EXPECT_EQ(talk_.last_picture(), 0);
    hardware_.camera = true;
    EXPECT_THAT(kinds(turn(110)), ElementsAre("frame", "picture"));
    EXPECT_EQ(talk_.last_picture(), 110);
}

TEST_F(Conversation, AHeartbeatEach30Seconds) {
    turn(0);
    hardware_.camera = false;
    EXPECT_THAT(turn(29'999), IsEmpty());
    EXPECT_THAT(kinds(turn(30'000)), ElementsAre("heartbeat"));
    EXPECT_THAT(turn(30'001), IsEmpty());
}

TEST_F(Conversation, TheFlashAnswersWithWhatItDoes) {
    turn(0);
    EXPECT_THAT(say(R"({"action":"flash_on","intensity":70})", 10),
                ElementsAre(R"({"type":"flash","status":"on","intensity":70})"));
    EXPECT_EQ(lamp_.percent(), 70);
    EXPECT_THAT(say(R"({"action":"flash_off"})", 20), ElementsAre(R"({"type":"flash","status":"off","intensity":0})"));
    say(R"({"action":"flash_on"})", 30);
    lamp_.tick(70'000);
    EXPECT_THAT(say(R"({"action":"flash_on"})", 70'001),
                ElementsAre(R"({"type":"flash","status":"off","intensity":0})"));
}

TEST_F(Conversation, TheFlashGoesOutWithTheLink) {
    say(R"({"action":"flash_on"})", 10);
    talk_.end(20);
    EXPECT_EQ(lamp_.percent(), 0);
}

TEST_F(Conversation, APictureUnderWayGoesBackWhenTheLinkEnds) {
    heard();
    talk_.tick(0);
    EXPECT_EQ(hardware_.lent, 1);
    talk_.end(1);
    EXPECT_EQ(hardware_.lent, 0);
}

TEST_F(Conversation, APhotoWaitsForTheFlashAndIsNoOlderThanItsOrder) {
    turn(0);
    EXPECT_THAT(say(R"({"action":"capture_photo","quality":95,"flash":true,"intensity":60})", 10), IsEmpty());
    EXPECT_EQ(lamp_.percent(), 60);
    ASSERT_EQ(hardware_.applied.size(), 1U);
    EXPECT_EQ(hardware_.applied[0].photo_quality, 95);
    EXPECT_THAT(turn(200), IsEmpty()); // no stream meanwhile

    hardware_.newest = 1;
    EXPECT_THAT(turn(410), IsEmpty()); // two that may be older
    hardware_.newest = 3;
    auto const photo = turn(420);
    EXPECT_THAT(kinds(photo), ElementsAre("photo_data", "picture", "photo_sent"));
    EXPECT_EQ(photo[1].payload, "picture 3");
    EXPECT_EQ(lamp_.percent(), 0);
    EXPECT_EQ(hardware_.applied.back().photo_quality, 80);
    EXPECT_THAT(kinds(turn(421)), ElementsAre("frame", "picture"));
}

TEST_F(Conversation, AFlashThatShoneBeforeThePhotoShinesAfterIt) {
    say(R"({"action":"flash_on","intensity":20})", 0);
    turn(0);
    say(R"({"action":"capture_photo","flash":true,"intensity":90})", 10);
    EXPECT_EQ(lamp_.percent(), 90);
    turn(420);
    turn(421);
    EXPECT_EQ(lamp_.percent(), 20);
}

TEST_F(Conversation, APhotoThatCannotBeTakenIsAnError) {
    turn(0);
    hardware_.camera = false;
    say(R"({"action":"capture_photo","flash":true})", 10);
    EXPECT_THAT(turn(5'009), IsEmpty());
    EXPECT_THAT(kinds(turn(5'010)), ElementsAre("photo_error"));
    EXPECT_EQ(lamp_.percent(), 0);
    hardware_.camera = true;
    EXPECT_THAT(kinds(turn(5'020)), ElementsAre("frame", "picture"));
}

TEST_F(Conversation, OnePhotoAtATime) {
    turn(0);
    say(R"({"action":"capture_photo"})", 10);
    EXPECT_THAT(say(R"({"action":"capture_photo"})", 20),
                ElementsAre(R"({"type":"photo_error","message":"busy with another photo"})"));
}

TEST_F(Conversation, EachSettingIsAppliedAndAnswered) {
    turn(0);
    EXPECT_THAT(say(R"({"brightness":1,"photo_quality":50,"auto_exposure":false})", 10),
                ElementsAre(R"({"type":"photo_quality","quality":50})", R"({"type":"brightness","value":1})",
                            R"({"type":"auto_exposure","enabled":false})"));
    ASSERT_EQ(hardware_.applied.size(), 3U);
    EXPECT_EQ(hardware_.applied[1].brightness, 1);
}

TEST_F(Conversation, ASettingThatIsWrongRefusesThemAll) {
    turn(0);
    EXPECT_THAT(say(R"({"brightness":1,"contrast":9})", 10),
                ElementsAre(R"({"type":"system_warning","message":"contrast must be a whole number from -2 to 2"})",
                            R"({"type":"unknown_action","action":"camera_settings"})"));
    EXPECT_TRUE(hardware_.applied.empty());
}

TEST_F(Conversation, ASettingThatTheCameraDoesNotHaveIsSaid) {
    turn(0);
    hardware_.takes_settings = false;
    EXPECT_THAT(say(R"({"sharpness":1})", 10),
                ElementsAre(R"({"type":"system_warning","message":"this camera does not do: sharpness"})",
                            R"({"type":"unknown_action","action":"camera_settings"})"));
}

TEST_F(Conversation, AfterAPhotoTheStreamHasTheQualityThatWasSet) {
    turn(0);
    say(R"({"action":"camera_settings","photo_quality":50})", 10);
    say(R"({"action":"capture_photo","quality":100})", 20);
    turn(500);
    turn(501);
    EXPECT_EQ(hardware_.applied.back().photo_quality, 50);
}

TEST_F(Conversation, RefusalsAndWhatIsUnknown) {
    turn(0);
    EXPECT_THAT(say(R"({"action":"buzzer"})", 10), ElementsAre(R"({"type":"unknown_action","action":"buzzer"})"));
    EXPECT_THAT(say(R"({"action":"capture_photo","quality":0})", 10),
                ElementsAre(R"({"type":"photo_error","message":"quality must be a whole number from 1 to 100"})"));
    EXPECT_THAT(say(R"({"action":"flash_on","intensity":200})", 10),
                ElementsAre(R"({"type":"system_warning","message":"intensity must be a whole number from 0 to 100"})",
                            R"({"type":"unknown_action","action":"flash_on"})"));
    EXPECT_EQ(lamp_.percent(), 0);
}

TEST_F(Conversation, BrokenTextIsComplainedOfAtMostEvery10Seconds) {
    turn(0);
    EXPECT_EQ(say("{", 0).size(), 1U);
    EXPECT_THAT(say("{", 9'999), IsEmpty());
    EXPECT_EQ(say("{", 10'000).size(), 1U);
}

TEST_F(Conversation, ARebootIsAnsweredFirst) {
    turn(0);
    EXPECT_THAT(say(R"({"action":"system_reboot"})", 10),
                ElementsAre(R"({"type":"system_reboot","status":"rebooting"})"));
    EXPECT_TRUE(talk_.wants_reboot());
}

} // namespace
