#include <watchpost/core/outbox.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TextPtr text(std::string content) {
    return std::make_shared<std::string const>(std::move(content));
}

FramePtr frame() {
    return std::make_shared<Frame const>();
}

TEST(Outbox, gives_messages_in_their_order_and_the_frame_last) {
    Outbox outbox;
    auto const picture = frame();
    outbox.put_frame(picture);
    ASSERT_TRUE(outbox.push(text("one")));
    ASSERT_TRUE(outbox.push(text("two"), false));

    auto const first = outbox.take();
    auto const second = outbox.take();
    auto const third = outbox.take();

    EXPECT_EQ(*first.message, "one");
    EXPECT_TRUE(first.is_text);
    EXPECT_EQ(*second.message, "two");
    EXPECT_FALSE(second.is_text);
    EXPECT_EQ(third.frame, picture);
    EXPECT_FALSE(third.message);
    EXPECT_TRUE(outbox.take().empty());
}

TEST(Outbox, keeps_the_newest_frame_only_and_lets_go_of_the_others) {
    Outbox outbox;
    auto const old = frame();
    auto const newest = frame();
    EXPECT_EQ(outbox.put_frame(old), 0u);
    EXPECT_EQ(outbox.put_frame(frame()), 1u);
    EXPECT_EQ(outbox.put_frame(newest), 1u);

    EXPECT_EQ(old.use_count(), 1);
    EXPECT_EQ(outbox.take().frame, newest);
    EXPECT_TRUE(outbox.take().empty());
}

TEST(Outbox, counts_no_drop_for_a_frame_that_was_taken) {
    Outbox outbox;
    outbox.put_frame(frame());
    ASSERT_TRUE(outbox.take().frame);

    EXPECT_EQ(outbox.put_frame(frame()), 0u);
}

TEST(Outbox, refuses_more_messages_than_its_limit_and_queues_nothing_then) {
    Outbox outbox{{2, 1000}};
    ASSERT_TRUE(outbox.push(text("a")));
    ASSERT_TRUE(outbox.push(text("b")));

    EXPECT_FALSE(outbox.push(text("c")));

    outbox.take();
    EXPECT_TRUE(outbox.push(text("d")));
    EXPECT_EQ(*outbox.take().message, "b");
    EXPECT_EQ(*outbox.take().message, "d");
}

TEST(Outbox, refuses_more_bytes_than_its_limit_until_some_were_taken) {
    Outbox outbox{{100, 10}};
    ASSERT_TRUE(outbox.push(text("12345")));
    ASSERT_TRUE(outbox.push(text("67890")));
    EXPECT_FALSE(outbox.push(text("x")));

    outbox.take();

    EXPECT_FALSE(outbox.push(text("123456")));
    EXPECT_TRUE(outbox.push(text("12345")));
}

TEST(Outbox, takes_a_message_of_any_size_when_nothing_waits_or_it_could_never_be_sent) {
    Outbox outbox{{100, 10}};
    outbox.put_frame(frame());

    EXPECT_TRUE(outbox.push(text("longer than ten bytes")));
    EXPECT_FALSE(outbox.push(text("x")));

    outbox.take();
    EXPECT_TRUE(outbox.push(text("x")));
}

TEST(Outbox, shares_a_message_and_does_not_copy_it) {
    auto const shared = text("to everybody");
    Outbox one;
    Outbox other;
    ASSERT_TRUE(one.push(shared));
    ASSERT_TRUE(other.push(shared));

    EXPECT_EQ(one.take().message, shared);
    EXPECT_EQ(other.take().message, shared);
}

TEST(Outbox, is_as_new_after_it_was_cleared) {
    Outbox outbox{{2, 10}};
    auto const picture = frame();
    ASSERT_TRUE(outbox.push(text("1234567890")));
    outbox.put_frame(picture);

    outbox.clear();

    EXPECT_TRUE(outbox.take().empty());
    EXPECT_EQ(picture.use_count(), 1);
    EXPECT_TRUE(outbox.push(text("1234567890")));
}

TEST(Outbox, that_holds_frames_gives_the_newest_once_it_may_go) {
    Outbox outbox({}, true);
    auto const newest = frame();
    outbox.put_frame(frame());
    EXPECT_TRUE(outbox.held_frame());
    ASSERT_TRUE(outbox.push(text("one")));
    EXPECT_EQ(*outbox.take().message, "one");
    EXPECT_TRUE(outbox.take().empty());

    outbox.let_frame_go();
    EXPECT_FALSE(outbox.held_frame());
    EXPECT_EQ(outbox.put_frame(newest), 1u); // in the place of the one that might have gone
    EXPECT_EQ(outbox.take().frame, newest);

    outbox.put_frame(frame());
    EXPECT_TRUE(outbox.take().empty());
}

} // namespace
} // namespace watchpost
