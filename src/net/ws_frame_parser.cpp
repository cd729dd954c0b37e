#include "ws_frame_parser.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace watchpost::net {
namespace {

constexpr std::size_t kFirstRoom = 4 * 1024;

constexpr std::uint8_t kContinuation = 0x0;
constexpr std::uint8_t kText = 0x1;
constexpr std::uint8_t kBinary = 0x2;
constexpr std::uint8_t kClose = 0x8;
constexpr std::uint8_t kPing = 0x9;
constexpr std::uint8_t kPong = 0xA;

/// How many bytes of header there are once the first two are known; a client's header has a mask.
std::size_t header_size(std::uint8_t second) {
    auto const length = second & 0x7FU;
    return 2U + (length == 126 ? 2U : length == 127 ? 8U : 0U) + 4U;
}

/// `mask_at` moves on. A mask of zeros, which most camera boards send, is a plain copy.
void unmask(std::uint8_t* to, std::uint8_t const* from, std::size_t size, std::array<std::uint8_t, 4> const& mask,
            std::size_t& mask_at) {
    std::array<std::uint8_t, 8> key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key.at(i) = mask.at((mask_at + i) % 4);
    mask_at = (mask_at + size) % 4;
    std::uint64_t key_word = 0;
    std::memcpy(&key_word, key.data(), sizeof key_word);
    if (key_word == 0) {
        std::memcpy(to, from, size);
        return;
    }
    std::size_t i = 0;
    for (; i + sizeof key_word <= size; i += sizeof key_word) {
        std::uint64_t word = 0;
        std::memcpy(&word, from + i, sizeof word);
        word ^= key_word;
        std::memcpy(to + i, &word, sizeof word);
    }
    for (std::size_t k = 0; i < size; ++i, ++k)
        to[i] = static_cast<std::uint8_t>(from[i] ^ key.at(k));
}

/// RFC 6455 section 7.4: what a peer may say. 1014 is a gateway's word (IANA), never that of who dials in; Beast takes
/// it for wrong too.
bool is_close_code(std::uint16_t code) {
    if (code < 1000 || (code > 1013 && code < 3000)) return false;
    return code != 1004 && code != 1005 && code != 1006;
}

} // namespace

WsFrameParser::Event WsFrameParser::next(std::span<std::uint8_t const>& input) {
    for (;;) {
        if (auto const* const fault = std::get_if<Fault>(&fault_)) return *fault;
        if (!in_payload_) {
            if (!read_header(input)) {
                if (auto const* const fault = std::get_if<Fault>(&fault_)) return *fault;
                return NeedMore{};
            }
        }
        take_payload(input);
        if (auto const* const fault = std::get_if<Fault>(&fault_)) return *fault;
        if (frame_left_ > 0) return NeedMore{};
        in_payload_ = false;
        auto event = end_frame();
        if (!std::holds_alternative<NeedMore>(event)) return event;
        if (input.empty()) return NeedMore{};
    }
}

bool WsFrameParser::read_header(std::span<std::uint8_t const>& input) {
    auto const take_up_to = [&](std::size_t wanted) {
        auto const count = std::min(wanted - header_have_, input.size());
        std::copy_n(input.begin(), count, header_.begin() + static_cast<std::ptrdiff_t>(header_have_));
        header_have_ += count;
        input = input.subspan(count);
        return header_have_ == wanted;
    };
    if (header_have_ < 2) {
        if (!take_up_to(2)) return false;
        check_first_bytes();
    }
    if (!std::holds_alternative<std::monostate>(fault_)) return false;
    if (!take_up_to(header_size(header_[1]))) return false;
    header_have_ = 0;
    begin_payload();
    return std::holds_alternative<std::monostate>(fault_);
}

/// Faults that need not wait for the rest of the header.
void WsFrameParser::check_first_bytes() {
    fin_ = (header_[0] & 0x80U) != 0;
    opcode_ = header_[0] & 0x0FU;
    bool const reserved = (header_[0] & 0x70U) != 0;
    bool const known = opcode_ <= kBinary || (opcode_ >= kClose && opcode_ <= kPong);
    bool const masked = (header_[1] & 0x80U) != 0;
    bool const long_control = is_control() && (!fin_ || (header_[1] & 0x7FU) > 125);
    bool const continues = opcode_ == kContinuation;
    bool const out_of_order = !is_control() && continues != in_message_;
    if (reserved || !known || !masked || long_control || out_of_order) fault_ = Fault::protocol;
}

void WsFrameParser::begin_payload() {
    auto const length = header_[1] & 0x7FU;
    std::size_t const length_bytes = length == 126 ? 2 : length == 127 ? 8 : 0;
    frame_left_ = length_bytes == 0 ? length : 0;
    for (std::size_t i = 0; i < length_bytes; ++i)
        frame_left_ = frame_left_ << 8 | header_.at(2 + i);
    std::copy_n(header_.begin() + static_cast<std::ptrdiff_t>(2 + length_bytes), 4, mask_.begin());
    mask_at_ = 0;
    bool const odd = (length == 126 && frame_left_ < 126) || (length == 127 && frame_left_ < 65536);
    if (odd) {
        fault_ = Fault::odd_length;
    } else if (is_control()) {
        control_size_ = 0;
    } else {
        if (opcode_ != kContinuation) {
            in_message_ = true;
            is_text_ = opcode_ == kText;
            message_size_ = 0;
            ++messages_;
            utf8_.restart();
        }
        if (frame_left_ > limit() - message_size_) {
            fault_ = Fault::too_big;
        } else {
            make_room();
        }
    }
    in_payload_ = true;
}

/// A peer gets room for what it has sent, not for what it promises; a camera's next frame is like its last. Of a
/// message that goes on after this frame the room at least doubles: what is copied stays below what has come, in
/// however many frames.
void WsFrameParser::make_room() {
    auto const wanted = message_size_ + static_cast<std::size_t>(frame_left_);
    if (wanted <= message_.capacity() || is_forgetting_) return;
    auto const doubled = std::max(kFirstRoom, 2 * message_size_);
    auto const trusted = std::max(doubled, hint_ + hint_ / 4);
    auto const capacity = std::min({fin_ ? wanted : std::max(wanted, doubled), trusted, limit()});
    if (capacity <= message_.capacity()) return;
    MessageBytes::Room larger{capacity};
    std::copy_n(message_.begin(), message_size_, larger.begin());
    moved_ += message_size_;
    message_ = std::move(larger);
}

void WsFrameParser::forget_messages() {
    is_forgetting_ = true;
    message_ = {};
    message_size_ = 0;
}

void WsFrameParser::take_payload(std::span<std::uint8_t const>& input) {
    while (frame_left_ > 0 && !input.empty()) {
        auto* to = control_.data() + control_size_;
        auto count = static_cast<std::size_t>(std::min<std::uint64_t>(frame_left_, input.size()));
        if (is_forgetting_ && !is_control()) {
            input = input.subspan(count);
            frame_left_ -= count;
            continue;
        }
        if (!is_control()) {
            if (message_size_ == message_.capacity()) make_room();
            to = message_.begin() + message_size_;
            count = std::min(count, message_.capacity() - message_size_);
        }
        unmask(to, input.data(), count, mask_, mask_at_);
        input = input.subspan(count);
        frame_left_ -= count;
        if (is_control()) {
            control_size_ += count;
        } else {
            message_size_ += count;
            if (is_text_ && !utf8_.take({to, count})) fault_ = Fault::bad_text;
        }
        if (!std::holds_alternative<std::monostate>(fault_)) return;
    }
}

WsFrameParser::Event WsFrameParser::end_frame() {
    std::string_view const control{reinterpret_cast<char const*>(control_.data()), control_size_};
    if (opcode_ == kPing) return Ping{control};
    if (opcode_ == kPong) return Pong{};
    if (opcode_ == kClose) return end_close();
    if (!fin_) return NeedMore{};
    in_message_ = false;
    if (is_forgetting_) return NeedMore{};
    if (is_text_) {
        if (!utf8_.is_whole()) {
            fault_ = Fault::bad_text;
            return Fault::bad_text;
        }
        auto const size = std::exchange(message_size_, 0);
        if (size == 0) return Text{};
        return Text{std::string_view(reinterpret_cast<char const*>(message_.begin()), size)};
    }
    hint_ = message_size_;
    return Binary{MessageBytes{std::exchange(message_, {}), std::exchange(message_size_, 0)}};
}

WsFrameParser::Event WsFrameParser::end_close() {
    if (control_size_ == 0) return Close{};
    auto const code = static_cast<std::uint16_t>(control_[0] << 8 | control_[1]);
    Utf8Stream reason;
    bool const valid = control_size_ >= 2 && is_close_code(code) &&
                       reason.take(std::span(control_).subspan(2, control_size_ - 2)) && reason.is_whole();
    if (!valid) {
        fault_ = Fault::protocol;
        return Fault::protocol;
    }
    return Close{code, {reinterpret_cast<char const*>(control_.data()) + 2, control_size_ - 2}};
}

} // namespace watchpost::net
