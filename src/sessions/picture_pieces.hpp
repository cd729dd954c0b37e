#pragma once

#include <watchpost/core/message_bytes.hpp>
#include <watchpost/media/jpeg_walk.hpp>

#include <span>

namespace watchpost::sessions {

/// Finds out whether a board sends one picture as several binary messages: the first begins with SOI and is cut, the
/// next ones do not, and together they are one. Only what fits together is called so: three messages that make the
/// beginning of a picture, or fewer that make a whole one. Bounded: it keeps at most kMost bytes, of messages that may
/// be pieces.
class PicturePieces {
public:
    static constexpr std::size_t kMost = 256 * 1024;

    /// Of each binary message, with the verdict on it alone. True when it is a piece.
    bool take(std::span<std::uint8_t const> message, media::JpegVerdict verdict);

private:
    bool fits();
    void forget();

    Bytes joined_;         ///< the messages of a picture that may come in pieces; empty when there is none
    int messages_ = 0;     ///< of that picture
    bool is_sure_ = false; ///< it does come in pieces
};

} // namespace watchpost::sessions
