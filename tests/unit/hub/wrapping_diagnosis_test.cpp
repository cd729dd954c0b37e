// What the link doctor says of pictures that come wrapped in something, and of faults that look alike.

#include "link_doctor_fixture.hpp"

namespace watchpost::hub {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class WrappedPictures : public LinkDoctor {
protected:
    PeerInfo const plain_{"192.0.2.1", "TinyWebsockets Client", 200, 0, false};
    PeerInfo const over_tls_{"192.0.2.1", "TinyWebsockets Client", 200, 0, true};
};

TEST_F(WrappedPictures, over_plain_links_are_never_said_to_be_cut_by_wss) {
    come(plain_);
    log_.note(key_, Kind::cut, "malformed", 16'384);
    EXPECT_THAT(codes(), ElementsAre("out_of_step"));
    EXPECT_THAT(finding("out_of_step").text, testing::Not(HasSubstr("wss")));
    for (int i = 0; i < 3; ++i)
        log_.note(key_, Kind::refused, "truncated", 40'000);
    EXPECT_THAT(codes(), ElementsAre("out_of_step", "bad_pictures"));
}

TEST_F(WrappedPictures, are_judged_by_the_link_that_they_came_over) {
    come(plain_);
    for (int i = 0; i < 3; ++i)
        log_.note(key_, Kind::refused, "truncated", 40'000);
    log_.note(key_, Kind::cut, "malformed", 16'384);
    go("vanished");
    come(over_tls_);
    EXPECT_THAT(codes(), ElementsAre("out_of_step", "bad_pictures")) << "that was before";
    log_.note(key_, Kind::cut, "malformed", 16'384);
    EXPECT_THAT(codes(), ElementsAre("frames_cut_at_16k", "out_of_step", "bad_pictures"));
    EXPECT_EQ(finding("frames_cut_at_16k").count, 1U);
}

TEST_F(WrappedPictures, in_pieces_have_words_of_their_own) {
    come(over_tls_);
    log_.note(key_, Kind::refused, "truncated", 20'000);
    for (int i = 0; i < 5; ++i)
        log_.note(key_, Kind::refused, "not_a_jpeg", 20'000);
    log_.note(key_, Kind::piece, {}, 20'000);
    EXPECT_THAT(codes(), ElementsAre("picture_in_pieces")) << "not cut, and not broken";
    EXPECT_THAT(finding("picture_in_pieces").text, HasSubstr("19 KB"));
    for (int i = 0; i < 3; ++i)
        log_.note(key_, Kind::refused, "progressive", 20'000);
    EXPECT_THAT(codes(), ElementsAre("picture_in_pieces", "bad_pictures"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(WrappedPictures, in_texts_have_words_of_their_own) {
    come();
    log_.note(key_, Kind::base64, {}, 12'000);
    log_.note(key_, Kind::base64, {}, 12'500);
    EXPECT_THAT(codes(), ElementsAre("picture_in_text"));
    EXPECT_THAT(finding("picture_in_text").text, HasSubstr("Two messages in the last hour held a picture as base64"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(WrappedPictures, without_huffman_tables_are_shown_but_not_by_all) {
    come();
    log_.note(key_, Kind::no_tables);
    EXPECT_THAT(codes(), ElementsAre("no_huffman_tables"));
    EXPECT_THAT(finding("no_huffman_tables").text, HasSubstr("Safari"));
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(WrappedPictures, with_bytes_around_them_are_told_of) {
    come();
    log_.note(key_, Kind::trimmed, "behind the end", 8'000);
    EXPECT_THAT(codes(), ElementsAre("extra_bytes"));
    EXPECT_THAT(finding("extra_bytes").text, HasSubstr("7 KB behind the end"));
    EXPECT_EQ(finding("extra_bytes").severity, Severity::info);
    pass(1h);
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, tells_a_name_that_is_refused_from_a_token_that_is) {
    log_.note(key_, Kind::not_admitted, "bad_name");
    EXPECT_THAT(codes(), ElementsAre("refused_name"));
    EXPECT_THAT(finding("refused_name").text, HasSubstr("its token is right"));
    log_.note(key_, Kind::not_admitted, "wrong_credential");
    EXPECT_THAT(codes(), ElementsAre("wrong_token", "refused_name"));
    EXPECT_THAT(finding("wrong_token").text, HasSubstr("a token that is not valid"));
    come();
    EXPECT_THAT(codes(), IsEmpty());
}

TEST_F(LinkDoctor, tells_texts_that_are_too_big_from_pictures_that_are) {
    come();
    go("too_big", "a text was too big");
    come();
    EXPECT_THAT(codes(), ElementsAre("too_big_texts"));
    go("too_big", "a message was too big");
    come();
    EXPECT_THAT(codes(), ElementsAre("too_big", "too_big_texts"));
    pass(1h);
    log_.heard(key_);
    EXPECT_THAT(codes(), IsEmpty());
}

} // namespace
} // namespace watchpost::hub
