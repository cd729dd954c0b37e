#include "server_frames.hpp"

#include <algorithm>

namespace fanbench {

ServerFrames::Event ServerFrames::next(std::span<std::uint8_t const>& input) {
    begin();
    if (!in_payload_ && !read_header(input)) return is_broken_ ? Event::broken : Event::more;
    auto const part = input.first(static_cast<std::size_t>(std::min<std::uint64_t>(left_, input.size())));
    if (is_control()) {
        control_.append(part.begin(), part.end());
    } else {
        auto const wanted = std::min(part.size(), head_.size() - head_size_);
        std::copy_n(part.begin(), wanted, head_.begin() + static_cast<std::ptrdiff_t>(head_size_));
        head_size_ += wanted;
        if (keep_all_) whole_.append(part.begin(), part.end());
    }
    input = input.subspan(part.size());
    left_ -= part.size();
    return left_ > 0 ? Event::more : end_frame();
}

std::uint64_t ServerFrames::skippable() const {
    bool const seen_enough = in_payload_ && !is_control() && head_size_ == head_.size() && !keep_all_;
    return seen_enough ? left_ : 0;
}

ServerFrames::Event ServerFrames::skip(std::uint64_t count) {
    left_ -= count;
    return left_ > 0 ? Event::more : end_frame();
}

/// Forgets the message that the last call completed.
void ServerFrames::begin() {
    if (!message_ended_) return;
    message_ended_ = false;
    message_opcode_ = 0;
    message_size_ = 0;
    head_size_ = 0;
    whole_.clear();
}

bool ServerFrames::read_header(std::span<std::uint8_t const>& input) {
    for (; !input.empty(); input = input.subspan(1)) {
        header_.at(header_size_++) = input.front();
        if (header_size_ < 2) continue;
        auto const length = header_[1] & 0x7FU;
        auto const needed = 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U);
        is_broken_ = (header_[1] & 0x80U) != 0 || (header_[0] & 0x70U) != 0;
        if (is_broken_) return false;
        if (header_size_ < needed) continue;
        left_ = needed == 2 ? length : 0;
        for (std::size_t i = 2; i < needed; ++i)
            left_ = left_ << 8U | header_.at(i);
        opcode_ = header_[0] & 0x0FU;
        fin_ = (header_[0] & 0x80U) != 0;
        if (is_control()) {
            control_.clear();
        } else {
            if (opcode_ != 0) message_opcode_ = opcode_;
            message_size_ += left_;
        }
        header_size_ = 0;
        in_payload_ = true;
        input = input.subspan(1);
        return true;
    }
    return false;
}

ServerFrames::Event ServerFrames::end_frame() {
    in_payload_ = false;
    ++frames_;
    if (opcode_ == 8) return Event::close;
    if (opcode_ == 9) return Event::ping;
    message_ended_ = fin_ && !is_control();
    return message_ended_ ? Event::message : Event::frame;
}

} // namespace fanbench
