#include "support/jpeg_builder.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <gtest/gtest.h>

#include <random>

namespace watchpost::media {

void PrintTo(JpegVerdict verdict, std::ostream* out) {
    *out << to_string(verdict);
}

namespace {

using test::build_jpeg;
using test::JpegPlan;
using test::tiny_jpeg;

Bytes joined(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (auto const& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

Bytes planned(void (*change)(JpegPlan&)) {
    JpegPlan plan;
    change(plan);
    return build_jpeg(plan);
}

/// A sound picture with `inserted` in front of its EOI.
Bytes before_eoi(Bytes const& inserted) {
    auto jpeg = tiny_jpeg(320, 240);
    jpeg.insert(jpeg.end() - 2, inserted.begin(), inserted.end());
    return jpeg;
}

/// A sound picture with `inserted` right behind its SOI.
Bytes behind_soi(Bytes const& inserted) {
    auto jpeg = tiny_jpeg(320, 240);
    jpeg.insert(jpeg.begin() + 2, inserted.begin(), inserted.end());
    return jpeg;
}

Bytes without_eoi() {
    auto jpeg = tiny_jpeg(320, 240);
    jpeg.resize(jpeg.size() - 2);
    return jpeg;
}

/// A sound picture in which the byte `offset` behind the first marker `code` is another one.
Bytes changed(std::uint8_t code, std::size_t offset, std::uint8_t value) {
    auto jpeg = tiny_jpeg(320, 240);
    Bytes const marker{0xFF, code};
    auto const at = std::search(jpeg.begin(), jpeg.end(), marker.begin(), marker.end());
    jpeg.at(static_cast<std::size_t>(at - jpeg.begin()) + offset) = value;
    return jpeg;
}

struct Row {
    std::string name;
    Bytes bytes;
    JpegVerdict verdict;
};

class JpegWalk : public testing::TestWithParam<Row> {};

TEST_P(JpegWalk, gives_the_verdict) {
    EXPECT_EQ(walk_jpeg(GetParam().bytes).verdict, GetParam().verdict);
}

auto const kVerdicts = testing::Values(
    Row{"sound", tiny_jpeg(320, 240), JpegVerdict::ok}, Row{"without_entropy", tiny_jpeg(320, 240, 0), JpegVerdict::ok},
    Row{"largest", tiny_jpeg(2592, 1944), JpegVerdict::ok}, Row{"one_pixel", tiny_jpeg(1, 1), JpegVerdict::ok},
    Row{"grey", planned([](JpegPlan& p) { p.components = 1; }), JpegVerdict::ok},
    Row{"extended_huffman", planned([](JpegPlan& p) { p.sof = 0xC1; }), JpegVerdict::ok},
    Row{"some_comments", planned([](JpegPlan& p) { p.comments = 50; }), JpegVerdict::ok},
    Row{"zeros_behind_eoi", planned([](JpegPlan& p) { p.trailing.resize(8'000); }), JpegVerdict::ok},
    Row{"one_byte_behind_eoi", planned([](JpegPlan& p) { p.trailing = {7}; }), JpegVerdict::ok},
    Row{"an_old_buffer_behind_eoi", planned([](JpegPlan& p) { p.trailing.assign(513, 0xFF); }), JpegVerdict::ok},
    Row{"two_pictures", joined({tiny_jpeg(320, 240), tiny_jpeg(320, 240)}), JpegVerdict::ok},
    Row{"fill_bytes_before_soi", joined({{0xFF, 0xFF, 0xFF}, tiny_jpeg(320, 240)}), JpegVerdict::ok},
    Row{"stuffed_restart_and_fill_bytes", before_eoi({0xFF, 0x00, 0xFF, 0xD0, 0xFF, 0xD7, 0xFF, 0xFF, 0xFF}),
        JpegVerdict::ok},
    Row{"fill_bytes_before_a_segment", behind_soi({0xFF, 0xFF, 0xFF}), JpegVerdict::ok},
    Row{"comment_before_eoi", before_eoi({0xFF, 0xFE, 0, 3, 'x'}), JpegVerdict::ok},

    Row{"nothing", {}, JpegVerdict::not_a_jpeg}, Row{"one_byte", {0xFF}, JpegVerdict::not_a_jpeg},
    Row{"png", {0x89, 'P', 'N', 'G'}, JpegVerdict::not_a_jpeg},
    Row{"fill_bytes_alone", Bytes(100, 0xFF), JpegVerdict::not_a_jpeg},
    Row{"shifted_by_a_byte", joined({{0x00}, tiny_jpeg(320, 240)}), JpegVerdict::not_a_jpeg},

    Row{"soi_only", {0xFF, 0xD8}, JpegVerdict::truncated}, Row{"no_eoi", without_eoi(), JpegVerdict::truncated},
    Row{"zeroes_for_eoi", joined({without_eoi(), Bytes(100, 0)}), JpegVerdict::truncated},
    Row{"segment_longer_than_the_rest", {0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0}, JpegVerdict::truncated},

    Row{"soi_and_eoi", {0xFF, 0xD8, 0xFF, 0xD9}, JpegVerdict::malformed},
    Row{"no_marker_behind_soi", behind_soi({0x12}), JpegVerdict::malformed},
    Row{"stuffing_for_a_marker", behind_soi({0xFF, 0x00}), JpegVerdict::malformed},
    Row{"second_soi", behind_soi({0xFF, 0xD8}), JpegVerdict::malformed},
    Row{"next_picture_in_the_scan", before_eoi({0xFF, 0xD8}), JpegVerdict::malformed},
    Row{"restart_outside_a_scan", behind_soi({0xFF, 0xD0}), JpegVerdict::malformed},
    Row{"length_of_one", behind_soi({0xFF, 0xFE, 0, 1}), JpegVerdict::malformed},
    Row{"too_many_segments", planned([](JpegPlan& p) { p.comments = 70; }), JpegVerdict::malformed},
    Row{"no_scan", planned([](JpegPlan& p) { p.scans = 0; }), JpegVerdict::malformed},
    Row{"scan_before_frame", behind_soi({0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0}), JpegVerdict::malformed},
    Row{"two_frames", behind_soi({0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0}), JpegVerdict::malformed},
    Row{"short_frame_header", behind_soi({0xFF, 0xC0, 0, 7, 8, 0, 1, 0, 1}), JpegVerdict::malformed},
    Row{"frame_header_that_lacks_a_component", behind_soi({0xFF, 0xC0, 0, 8, 8, 0, 1, 0, 1, 1}),
        JpegVerdict::malformed},
    Row{"component_twice", changed(0xC0, 13, 1), JpegVerdict::malformed},
    Row{"sampling_of_none", changed(0xC0, 11, 0x01), JpegVerdict::malformed},
    Row{"sampling_of_five", changed(0xC0, 11, 0x15), JpegVerdict::malformed},
    Row{"fifth_quantisation_table", changed(0xC0, 12, 4), JpegVerdict::malformed},
    Row{"scan_of_another_component", changed(0xDA, 5, 9), JpegVerdict::malformed},
    Row{"scan_of_four_components", changed(0xDA, 4, 4), JpegVerdict::malformed},

    Row{"progressive", planned([](JpegPlan& p) { p.sof = 0xC2; }), JpegVerdict::progressive},
    Row{"arithmetic_progressive", planned([](JpegPlan& p) { p.sof = 0xCA; }), JpegVerdict::progressive},
    Row{"too_wide", tiny_jpeg(2593, 1), JpegVerdict::too_large},
    Row{"too_high", tiny_jpeg(1, 1945), JpegVerdict::too_large},
    Row{"bomb", tiny_jpeg(32000, 32000, 4), JpegVerdict::too_large},
    Row{"no_width", tiny_jpeg(0, 240), JpegVerdict::too_large},
    Row{"height_to_follow", tiny_jpeg(320, 0), JpegVerdict::too_large},

    Row{"lossless", planned([](JpegPlan& p) { p.sof = 0xC3; }), JpegVerdict::unsupported},
    Row{"arithmetic", planned([](JpegPlan& p) { p.sof = 0xC9; }), JpegVerdict::unsupported},
    Row{"twelve_bit", planned([](JpegPlan& p) { p.precision = 12; }), JpegVerdict::unsupported},
    Row{"two_components", planned([](JpegPlan& p) { p.components = 2; }), JpegVerdict::unsupported},
    Row{"cmyk", planned([](JpegPlan& p) { p.components = 4; }), JpegVerdict::unsupported},
    Row{"two_scans", planned([](JpegPlan& p) { p.scans = 2; }), JpegVerdict::unsupported},
    Row{"scan_of_one_component_of_three", changed(0xDA, 4, 1), JpegVerdict::unsupported});

INSTANTIATE_TEST_SUITE_P(Table, JpegWalk, kVerdicts, [](auto const& row) { return row.param.name; });

TEST(JpegWalkResult, has_the_dimensions_of_the_header) {
    auto const sound = walk_jpeg(tiny_jpeg(800, 600));
    auto const bomb = walk_jpeg(tiny_jpeg(32000, 31000));

    EXPECT_EQ(sound.width, 800);
    EXPECT_EQ(sound.height, 600);
    EXPECT_EQ(bomb.width, 32000);
    EXPECT_EQ(bomb.height, 31000);
}

TEST(JpegWalkResult, is_out_of_step_only_when_begin_or_end_is_missing) {
    for (auto const verdict : {JpegVerdict::not_a_jpeg, JpegVerdict::truncated})
        EXPECT_TRUE(out_of_step(verdict));
    for (auto const verdict : {JpegVerdict::ok, JpegVerdict::malformed, JpegVerdict::progressive,
                               JpegVerdict::too_large, JpegVerdict::unsupported}) {
        EXPECT_FALSE(out_of_step(verdict));
    }
}

TEST(JpegWalkRobustness, calls_no_beginning_of_a_picture_whole) {
    auto const whole = before_eoi({0xFF, 0x00, 0xFF, 0xD3, 0xFF, 0xFF});
    ASSERT_EQ(walk_jpeg(whole).verdict, JpegVerdict::ok);

    for (std::size_t length = 0; length < whole.size(); ++length) {
        Bytes const prefix(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));

        EXPECT_EQ(walk_jpeg(prefix).verdict, length < 2 ? JpegVerdict::not_a_jpeg : JpegVerdict::truncated) << length;
    }
}

TEST(JpegWalkRobustness, survives_any_bytes_and_never_passes_a_picture_over_the_limits) {
    std::mt19937 random{20261123};
    auto const sound = tiny_jpeg(320, 240);
    int refused = 0;
    for (int round = 0; round < 50'000; ++round) {
        auto bytes = sound;
        for (auto changes = 1 + random() % 6; changes > 0; --changes) {
            bytes[random() % bytes.size()] = static_cast<std::uint8_t>(random() % 3 == 0 ? 0xFF : random());
        }
        if (random() % 4 == 0) bytes.resize(random() % bytes.size());
        bytes.shrink_to_fit();

        auto const check = walk_jpeg(bytes);

        if (check.verdict == JpegVerdict::ok) {
            EXPECT_TRUE(check.width >= 1 && check.width <= 2592 && check.height >= 1 && check.height <= 1944);
        } else {
            ++refused;
        }
    }
    EXPECT_GT(refused, 10'000);
}

TEST(JpegBuilder, makes_sound_pictures_of_the_very_size_that_differ_with_the_seed) {
    auto const one = test::jpeg_of_size(60'000, 800, 600, 1);
    auto const two = test::jpeg_of_size(60'000, 800, 600, 2);

    EXPECT_EQ(one.size(), 60'000u);
    EXPECT_EQ(walk_jpeg(one).verdict, JpegVerdict::ok);
    EXPECT_EQ(walk_jpeg(two).verdict, JpegVerdict::ok);
    EXPECT_NE(one, two);
}

} // namespace
} // namespace watchpost::media
