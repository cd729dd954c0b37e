#pragma once

#include <watchpost/core/frame.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>

namespace watchpost::test {

/// What `build_jpeg` puts together. As it stands: a sound baseline picture.
struct JpegPlan {
    std::uint16_t width = 320;
    std::uint16_t height = 240;
    std::uint8_t sof = 0xC0; ///< the code of the frame header's marker
    std::uint8_t precision = 8;
    std::uint8_t components = 3;
    std::size_t scans = 1;              ///< each has its own scan header and the filler behind it
    std::size_t comments = 0;           ///< COM segments before the frame header
    std::size_t filler_bytes = 256;     ///< of entropy-coded data in each scan
    std::uint32_t seed = 1;             ///< of the filler
    Bytes trailing;                     ///< what follows EOI
    Bytes huffman_tables{0x00, 0x10};   ///< class and number of each
    bool has_one_table_segment = false; ///< for all of them, instead of one for each
};

namespace detail {

inline void put_segment(Bytes& out, std::uint8_t marker, Bytes const& content) {
    auto const length = content.size() + 2;
    out.insert(out.end(), {0xFF, marker, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)});
    out.insert(out.end(), content.begin(), content.end());
}

inline Bytes frame_header(JpegPlan const& plan) {
    auto const high = [](std::uint16_t value) { return static_cast<std::uint8_t>(value >> 8); };
    auto const low = [](std::uint16_t value) { return static_cast<std::uint8_t>(value & 0xFF); };
    Bytes header{plan.precision,   high(plan.height), low(plan.height),
                 high(plan.width), low(plan.width),   plan.components};
    for (std::uint8_t id = 1; id <= plan.components; ++id)
        header.insert(header.end(), {id, 0x11, 0x00});
    return header;
}

inline Bytes scan_header(JpegPlan const& plan) {
    Bytes header{plan.components};
    for (std::uint8_t id = 1; id <= plan.components; ++id)
        header.insert(header.end(), {id, 0x00});
    header.insert(header.end(), {0x00, 0x3F, 0x00});
    return header;
}

/// Each with one code, of one bit.
inline void put_huffman_tables(Bytes& out, JpegPlan const& plan) {
    Bytes all;
    for (auto const table : plan.huffman_tables) {
        Bytes huffman(18, 0);
        huffman[0] = table;
        huffman[1] = 1;
        if (plan.has_one_table_segment)
            all.insert(all.end(), huffman.begin(), huffman.end());
        else
            put_segment(out, 0xC4, huffman);
    }
    if (!all.empty()) put_segment(out, 0xC4, all);
}

/// Bytes that differ with the seed and hold no 0xFF, so that their number is exact.
inline void put_filler(Bytes& out, std::size_t count, std::uint32_t seed) {
    std::uint32_t state = seed * 2654435761U + 1;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 1664525U + 1013904223U;
        out.push_back(static_cast<std::uint8_t>(std::min(state >> 24, 0xFEU)));
    }
}

} // namespace detail

/// A JPEG whose structure is sound unless the plan says otherwise; no decoder is promised to like its picture.
inline Bytes build_jpeg(JpegPlan const& plan) {
    Bytes jpeg{0xFF, 0xD8};
    detail::put_segment(jpeg, 0xE0, {'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
    Bytes quantisation(65, 1);
    quantisation[0] = 0;
    detail::put_segment(jpeg, 0xDB, quantisation);
    for (std::size_t i = 0; i < plan.comments; ++i)
        detail::put_segment(jpeg, 0xFE, {'h', 'i'});
    detail::put_segment(jpeg, plan.sof, detail::frame_header(plan));
    detail::put_huffman_tables(jpeg, plan);
    for (std::size_t i = 0; i < plan.scans; ++i) {
        detail::put_segment(jpeg, 0xDA, detail::scan_header(plan));
        detail::put_filler(jpeg, plan.filler_bytes, plan.seed);
    }
    jpeg.insert(jpeg.end(), {0xFF, 0xD9});
    jpeg.insert(jpeg.end(), plan.trailing.begin(), plan.trailing.end());
    return jpeg;
}

/// A structurally valid baseline JPEG of about 200 bytes more than `filler_bytes`. Another seed, other bytes.
inline Bytes tiny_jpeg(std::uint16_t width, std::uint16_t height, std::size_t filler_bytes = 256,
                       std::uint32_t seed = 1) {
    JpegPlan plan;
    plan.width = width;
    plan.height = height;
    plan.filler_bytes = filler_bytes;
    plan.seed = seed;
    return build_jpeg(plan);
}

/// The same with exactly `size` bytes in all; throws when that is too little for the headers.
inline Bytes jpeg_of_size(std::size_t size, std::uint16_t width = 320, std::uint16_t height = 240,
                          std::uint32_t seed = 1) {
    auto const headers = tiny_jpeg(width, height, 0, seed).size();
    if (size < headers) throw std::invalid_argument("a JPEG needs more bytes for its headers");
    return tiny_jpeg(width, height, size - headers, seed);
}

} // namespace watchpost::test
