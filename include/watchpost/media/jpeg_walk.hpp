#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace watchpost::media {

enum class JpegVerdict {
    ok,
    not_a_jpeg,  ///< does not begin with SOI
    truncated,   ///< ends before EOI
    malformed,   ///< the markers do not make a picture
    progressive, ///< would cost a decoder seconds
    too_large,   ///< more than 2592 x 1944 pixels, or a side of none
    unsupported, ///< lossless, arithmetic, not 8 bit, not 1 or 3 components, or more than one scan
};

/// The word for logs and metrics, the same as in the enumeration.
std::string_view to_string(JpegVerdict verdict);

/// True for the verdicts that hint at a board whose binary messages are cut in the wrong places (DEVICES.md rule 13).
bool out_of_step(JpegVerdict verdict);

struct JpegCheck {
    JpegVerdict verdict = JpegVerdict::not_a_jpeg;
    std::uint16_t width = 0;  ///< pixels; as the header says, 0 when the walk ended before it
    std::uint16_t height = 0; ///< pixels; likewise
    std::size_t begin = 0;    ///< bytes before the picture's SOI
    std::size_t size = 0;     ///< bytes of the picture, from its SOI to its EOI; 0 unless the verdict is ok
    /// Those that the scan names came with the picture. Without them (motion JPEG) Safari, for one, shows nothing.
    bool has_huffman_tables = false;
};

/// Where bytes stood that are not the picture's, of `total` bytes: "behind the end", "before the beginning" or "around
/// the picture". Requires that there are some.
std::string_view extra_bytes_of(JpegCheck const& check, std::size_t total);

/// Whether these bytes are one baseline JPEG that is safe to relay and cheap to decode (SECURITY.md rule 17; ITU-T T.81
/// annex B). It looks at markers only: the coded picture within may still be nonsense. Fill bytes (0xFF) may stand
/// before the picture and anything behind its EOI, as old buffers leave them: relay `size` bytes from `begin` on.
/// Linear in the size, without allocation.
JpegCheck walk_jpeg(std::span<std::uint8_t const> bytes);

} // namespace watchpost::media
