#include "picture_pieces.hpp"
#include "support/jpeg_builder.hpp"

#include <gtest/gtest.h>

namespace watchpost::sessions {
namespace {

Bytes slice(Bytes const& all, std::size_t from, std::size_t count) {
    auto const begin = std::min(from, all.size());
    auto const end = std::min(begin + count, all.size());
    return {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)};
}

class Pieces : public testing::Test {
protected:
    bool take(Bytes const& message) { return pieces_.take(message, media::walk_jpeg(message).verdict); }
    /// How many of its pieces are seen to be some.
    int seen(Bytes const& picture, std::size_t size) {
        int count = 0;
        for (std::size_t at = 0; at < picture.size(); at += size)
            count += take(slice(picture, at, size)) ? 1 : 0;
        return count;
    }

    Bytes const picture_ = test::tiny_jpeg(320, 240, 20'000);
    PicturePieces pieces_;
};

TEST_F(Pieces, are_seen_from_the_third_on_or_when_the_picture_is_whole) {
    EXPECT_EQ(seen(picture_, picture_.size() / 2 + 1), 1) << "two";
    EXPECT_EQ(seen(picture_, 7'000), 1) << "three";
    auto const many = static_cast<int>((picture_.size() + 99) / 100);
    EXPECT_EQ(seen(picture_, 100), many - 2);
    EXPECT_EQ(seen(picture_, picture_.size()), 0) << "a whole picture has none";
}

TEST_F(Pieces, may_have_bytes_behind_the_end) {
    auto bytes = picture_;
    bytes.resize(bytes.size() + 600);
    EXPECT_EQ(seen(bytes, 15'000), 1);
}

TEST_F(Pieces, are_not_what_does_not_go_on_with_the_picture) {
    auto const first = slice(picture_, 0, 9'000);
    EXPECT_FALSE(take(first));
    EXPECT_FALSE(take({0x00, 0xFF, 0xE5, 0x12})) << "a marker that no scan has";
    EXPECT_FALSE(take(slice(picture_, 9'000, 20'000))) << "too late";

    EXPECT_FALSE(take(first));
    EXPECT_FALSE(take(first)) << "each begins anew";
    EXPECT_FALSE(take(first));

    auto cut = first; // by its library, in the middle
    for (auto const byte : std::string_view("\x82\xFE\x10\x10\0\0\0\0{\"type\":\"frame\"}", 24))
        cut.push_back(static_cast<std::uint8_t>(byte));
    EXPECT_FALSE(take(cut));
    EXPECT_FALSE(take(slice(picture_, 9'000, 2'000)));
    EXPECT_FALSE(take(slice(picture_, 11'000, 2'000)));
}

TEST_F(Pieces, are_not_what_goes_on_for_ever) {
    auto const first = slice(picture_, 0, 9'000);
    Bytes const more(50, 7);
    take(first);
    int seen = 0;
    for (int i = 0; i < 3'000; ++i)
        seen += take(more) ? 1 : 0;
    EXPECT_LE(seen, 1'024);
    EXPECT_GE(seen, 1'000);
}

TEST_F(Pieces, are_not_kept_when_they_are_large) {
    EXPECT_FALSE(take(slice(test::tiny_jpeg(320, 240, 600'000), 0, 300'000)));
    EXPECT_FALSE(take(Bytes(100, 7)));
    EXPECT_FALSE(take(Bytes(100, 7)));
}

} // namespace
} // namespace watchpost::sessions
