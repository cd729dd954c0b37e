#include "picture_pieces.hpp"

#include "cut_picture.hpp"

namespace watchpost::sessions {
namespace {

constexpr int kEnoughPieces = 3;
/// What goes on for longer without the beginning of another picture is something else.
constexpr int kMostPieces = 1024;

} // namespace

bool PicturePieces::take(std::span<std::uint8_t const> message, media::JpegVerdict verdict) {
    if (verdict != media::JpegVerdict::not_a_jpeg) {
        forget();
        if (verdict != media::JpegVerdict::truncated || message.size() > kMost) return false;
        joined_.assign(message.begin(), message.end());
        messages_ = 1;
        return false;
    }
    if (messages_ == 0) return false;
    ++messages_;
    if (is_sure_ && messages_ <= kMostPieces) return true;
    if (!is_sure_ && joined_.size() + message.size() <= kMost) {
        joined_.insert(joined_.end(), message.begin(), message.end());
        if (fits()) return is_sure_;
    }
    forget();
    return false;
}

/// False when the messages are no pieces of one picture; true while they may be. Looked at three times at most.
bool PicturePieces::fits() {
    auto const verdict = media::walk_jpeg(joined_).verdict;
    bool const is_whole = verdict == media::JpegVerdict::ok;
    if (!is_whole && verdict != media::JpegVerdict::truncated) return false;
    if (next_message_in(joined_)) return false; // the board's library cut it (DEVICES section 3)
    is_sure_ = is_whole || messages_ >= kEnoughPieces;
    if (is_sure_) Bytes().swap(joined_);
    return true;
}

void PicturePieces::forget() {
    Bytes().swap(joined_);
    messages_ = 0;
    is_sure_ = false;
}

} // namespace watchpost::sessions
