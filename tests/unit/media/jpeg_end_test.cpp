// Where a picture begins and ends among the bytes that came with it, and whether it has all that a decoder needs.

#include "support/jpeg_builder.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <gtest/gtest.h>

namespace watchpost::media {
namespace {

using test::build_jpeg;
using test::JpegPlan;
using test::tiny_jpeg;

Bytes around(Bytes const& before, Bytes const& picture, Bytes const& behind) {
    Bytes all = before;
    all.insert(all.end(), picture.begin(), picture.end());
    all.insert(all.end(), behind.begin(), behind.end());
    return all;
}

Bytes cut_out(Bytes const& bytes, JpegCheck const& check) {
    auto const begin = bytes.begin() + static_cast<std::ptrdiff_t>(check.begin);
    return {begin, begin + static_cast<std::ptrdiff_t>(check.size)};
}

TEST(JpegEnd, is_the_eoi_whatever_lies_around_the_picture) {
    auto const picture = tiny_jpeg(320, 240);
    for (auto const& behind : {Bytes{}, Bytes{0}, Bytes{0xFF}, Bytes{0xFF, 0xD9}, Bytes(513, 0xD9), Bytes(8'000, 0),
                               Bytes(100'000, 0xFF), tiny_jpeg(800, 600, 256, 2)}) {
        for (std::size_t const fill : {0, 1, 2, 513}) {
            auto const bytes = around(Bytes(fill, 0xFF), picture, behind);
            auto const check = walk_jpeg(bytes);
            EXPECT_EQ(check.verdict, JpegVerdict::ok);
            EXPECT_EQ(check.begin, fill);
            EXPECT_EQ(check.width, 320);
            EXPECT_EQ(cut_out(bytes, check), picture) << fill << " before, " << behind.size() << " behind";
        }
    }
}

TEST(JpegEnd, is_not_the_one_of_a_small_picture_within_a_segment) {
    auto const small = tiny_jpeg(32, 24, 40);
    Bytes exif;
    test::detail::put_segment(exif, 0xE1, small);
    auto picture = tiny_jpeg(320, 240);
    picture.insert(picture.begin() + 2, exif.begin(), exif.end());
    auto const bytes = around({}, picture, {1, 2, 3});

    auto const check = walk_jpeg(bytes);

    EXPECT_EQ(check.verdict, JpegVerdict::ok);
    EXPECT_EQ(check.width, 320);
    EXPECT_EQ(cut_out(bytes, check), picture);
}

TEST(JpegEnd, is_known_of_sound_pictures_only) {
    auto cut = tiny_jpeg(320, 240);
    cut.pop_back();
    EXPECT_EQ(walk_jpeg(cut).size, 0U);
    EXPECT_EQ(walk_jpeg({}).size, 0U);
}

TEST(JpegTables, are_missed_when_the_scan_names_one_that_did_not_come) {
    EXPECT_TRUE(walk_jpeg(tiny_jpeg(320, 240)).has_huffman_tables);
    JpegPlan plan;
    plan.huffman_tables = {};
    auto const bare = walk_jpeg(build_jpeg(plan));
    EXPECT_EQ(bare.verdict, JpegVerdict::ok) << "motion JPEG";
    EXPECT_FALSE(bare.has_huffman_tables);
    plan.huffman_tables = {0x00}; // none of the AC coefficients
    EXPECT_FALSE(walk_jpeg(build_jpeg(plan)).has_huffman_tables);
    plan.huffman_tables = {0x01, 0x11};
    EXPECT_FALSE(walk_jpeg(build_jpeg(plan)).has_huffman_tables) << "others than those that are named";
    plan.huffman_tables = {0x00, 0x10, 0x01, 0x11};
    plan.has_one_table_segment = true;
    EXPECT_TRUE(walk_jpeg(build_jpeg(plan)).has_huffman_tables) << "all in one segment";
}

} // namespace
} // namespace watchpost::media
