// The rules of the link doctor about pictures: when each sees its trouble, when not, and that the finding goes away.

#include "link_doctor_fixture.hpp"

namespace watchpost::hub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(LinkDoctor, knows_pictures_that_are_cut_at_16_kilobytes) {
    come({"192.0.2.1", "TinyWebsockets Client", 200, 0, true});
    log_.note(key_, Kind::cut, "malformed", 16'384);
    EXPECT_EQ(codes().front(), "frames_cut_at_16k");
    EXPECT_THAT(finding("frames_cut_at_16k").text, HasSubstr("arduino-esp32 2.x over wss"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, knows_them_too_where_only_the_large_ones_fail_over_tls) {
    PeerInfo const over_tls{"192.0.2.1", "arduino-WebSocket-Client", 200, 0, true};
    come(over_tls);
    stream(5, 20ms, 9'000);
    for (int i = 0; i < 3; ++i)
        log_.note(key_, Kind::refused, "truncated", 40'000);
    EXPECT_EQ(codes().front(), "frames_cut_at_16k");
    stream(1, 20ms, 40'000);
    EXPECT_EQ(codes().front(), "bad_pictures") << "one came through whole";
}

TEST_F(LinkDoctor, sees_data_out_of_step) {
    come();
    log_.note(key_, Kind::cut, "malformed", 5'000);
    EXPECT_THAT(codes(), ElementsAre("out_of_step"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
    log_.note(key_, Kind::out_of_step);
    go("we_closed", "data out of step");
    come();
    EXPECT_THAT(codes(), ElementsAre("out_of_step"));
    pass(1h);
    go("broke_protocol", "the WebSocket protocol was broken");
    come();
    EXPECT_THAT(codes(), ElementsAre("out_of_step"));
}

TEST_F(LinkDoctor, sees_a_slow_network_by_the_time_that_pictures_take) {
    come();
    stream(20, 900ms, 30'000);
    EXPECT_THAT(codes(), ElementsAre("slow_wifi"));
    EXPECT_THAT(finding("slow_wifi").text, HasSubstr("0.9 s to come over, at 32 KB a second"));
    pass(5min);
    stream(20);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_pictures_that_stop_while_the_board_is_there) {
    come();
    stream(50);
    pass(29s);
    EXPECT_THAT(codes(), IsEmpty());
    pass(1s);
    EXPECT_THAT(codes(), ElementsAre("no_pictures"));
    EXPECT_EQ(finding("no_pictures").since, clock_.wall() - 30s);
    stream(1);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_pauses_between_pictures) {
    come();
    stream(50);
    for (int i = 0; i < 3; ++i) {
        pass(61s);
        stream(20);
    }
    EXPECT_THAT(codes(), ElementsAre("stutters"));
    stream(10 * 60 * 15);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, sees_pictures_that_are_none) {
    come();
    for (int i = 0; i < 3; ++i)
        log_.note(key_, Kind::refused, "progressive", 20'000);
    EXPECT_THAT(codes(), ElementsAre("bad_pictures"));
    EXPECT_THAT(finding("bad_pictures").text,
                HasSubstr("Three pictures in the last hour were no sane JPEG (progressive)"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

} // namespace
} // namespace watchpost::hub
