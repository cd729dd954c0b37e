#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace watchpost::media {

enum class JpegVerdict {
    ok,
    not_a_jpeg,  ///< does not begin with SOI
    truncated,   ///< ends before EOI
    malformed,   ///< the markers do not make a picture, or something follows EOI
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
};

/// Whether these bytes are one baseline JPEG that is safe to relay and cheap to decode (SECURITY.md rule 17; ITU-T T.81
/// annex B). It looks at markers only: the coded picture within may still be nonsense. Up to 4096 zero bytes may follow
/// the picture, as the OV2640's buffers leave them. Linear in the size, without allocation.
JpegCheck walk_jpeg(std::span<std::uint8_t const> bytes);

} // namespace watchpost::media
