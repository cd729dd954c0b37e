#pragma once

#include "property.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <algorithm>
#include <optional>
#include <span>

namespace watchpost::fuzz {

/// What a picture's markers say, read plainly: from segment to segment up to the scan.
struct JpegFacts {
    int frame_headers = 0; ///< of any kind
    std::uint8_t frame_marker = 0;
    int precision = 0;
    int width = 0;
    int height = 0;
    int components = 0;
};

inline JpegFacts facts_of(std::span<std::uint8_t const> jpeg) {
    JpegFacts facts;
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        if (jpeg[at + 1] == 0xFF) {
            ++at; // a fill byte
            continue;
        }
        auto const marker = jpeg[at + 1];
        if (marker == 0xDA) break;
        auto const length = static_cast<std::size_t>(jpeg[at + 2] << 8 | jpeg[at + 3]);
        bool const is_frame_header = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4;
        if (is_frame_header && at + 10 <= jpeg.size()) {
            ++facts.frame_headers;
            facts.frame_marker = marker;
            facts.precision = jpeg[at + 4];
            facts.height = jpeg[at + 5] << 8 | jpeg[at + 6];
            facts.width = jpeg[at + 7] << 8 | jpeg[at + 8];
            facts.components = jpeg[at + 9];
        }
        at += 2 + length;
    }
    return facts;
}

/// SECURITY rule 17 for a picture that the walk let pass.
inline void require_sane_picture(std::span<std::uint8_t const> jpeg, media::JpegCheck const& check) {
    require(check.width >= 1 && check.width <= 2592 && check.height >= 1 && check.height <= 1944,
            "no side is too long, or missing");
    auto const facts = facts_of(jpeg);
    require(facts.frame_headers == 1, "there is one frame header");
    require(facts.frame_marker == 0xC0 || facts.frame_marker == 0xC1, "the picture is sequential, with Huffman codes");
    require(facts.precision == 8, "a sample has 8 bits");
    require(facts.components == 1 || facts.components == 3, "the picture is grey, or has three components");
    require(facts.width == check.width && facts.height == check.height, "the sides are those of the frame header");
}

} // namespace watchpost::fuzz
