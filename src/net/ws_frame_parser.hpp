#pragma once

#include <watchpost/core/message_bytes.hpp>
#include <watchpost/core/utf8_stream.hpp>
#include <watchpost/core/ws_header.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

namespace watchpost::net {

/// What a client sends, taken apart (RFC 6455 sections 5 and 8.1). Pure: it is given bytes, cut anywhere, and gives
/// back what is in them. The payload of a binary message is unmasked right into where it can go out from again.
class WsFrameParser {
public:
    /// All of the input is used up, and nothing is complete.
    struct NeedMore {};
    struct Text {
        std::string_view text; ///< valid UTF-8; lives until the next call
    };
    struct Binary {
        MessageBytes bytes;
    };
    struct Ping {
        std::string_view payload; ///< lives until the next call
    };
    struct Pong {};
    struct Close {
        std::uint16_t code = 0;  ///< 0 when there is none
        std::string_view reason; ///< valid UTF-8; lives until the next call
    };
    /// The peer broke the rules; nothing follows.
    enum class Fault {
        protocol,   ///< 1002
        odd_length, ///< 1002: a length that is not in its shortest form (DEVICES rule 5)
        bad_text,   ///< 1007: a text that is not UTF-8
        too_big,    ///< 1009
    };
    using Event = std::variant<NeedMore, Text, Binary, Ping, Pong, Close, Fault>;

    /// A message may have at most `message_max` bytes, over all its frames; a text no more than `text_max` either.
    explicit WsFrameParser(std::size_t message_max, std::size_t text_max = SIZE_MAX)
        : message_max_(message_max)
        , text_max_(std::min(message_max, text_max)) {}

    /// Takes bytes from the front of `input` up to the end of the next event.
    Event next(std::span<std::uint8_t const>& input);

    /// From now on messages are read over, not kept, and what was set aside for them is given back: only a close frame
    /// is of interest still. What the last event showed is gone.
    void forget_messages();

    /// Payload bytes of an unfinished message that are held now.
    std::size_t held() const { return message_size_; }
    /// Bytes that are set aside for messages.
    std::size_t room() const { return message_.capacity(); }
    /// Something has begun and is not complete.
    bool is_under_way() const { return in_message_ || in_payload_ || header_have_ > 0; }
    /// The newest message that has begun is a text.
    bool is_text() const { return is_text_; }
    /// Which message that is, counted from 1; the same for all its frames, and for what stands between them.
    std::uint64_t message() const { return messages_ + (in_message_ ? 0 : 1); }
    /// Bytes that were copied because a message outgrew its room, in all: what the fragments of a message cost.
    std::uint64_t moved() const { return moved_; }

private:
    /// False when more bytes are needed; faults are put into `fault_`.
    bool read_header(std::span<std::uint8_t const>& input);
    void check_first_bytes();
    void begin_payload();
    void make_room();
    std::size_t limit() const { return is_text_ ? text_max_ : message_max_; }
    void take_payload(std::span<std::uint8_t const>& input);
    Event end_frame();
    Event end_close();
    bool is_control() const { return (opcode_ & 0x8U) != 0; }

    std::size_t const message_max_;
    std::size_t const text_max_;

    std::array<std::uint8_t, 14> header_{};
    std::size_t header_have_ = 0;
    bool in_payload_ = false;
    std::uint8_t opcode_ = 0;
    bool fin_ = false;
    std::uint64_t frame_left_ = 0; ///< payload bytes of this frame that are to come
    std::array<std::uint8_t, 4> mask_{};
    std::size_t mask_at_ = 0; ///< which byte of the mask is next

    bool in_message_ = false; ///< between the first frame of a message and the end of its last
    bool is_text_ = false;
    bool is_forgetting_ = false;
    std::uint64_t messages_ = 0; ///< that have begun
    std::uint64_t moved_ = 0;
    MessageBytes::Room message_;
    std::size_t message_size_ = 0;
    std::size_t hint_ = 0; ///< the size of the newest binary message: the next is like it
    Utf8Stream utf8_;

    std::array<std::uint8_t, 125> control_{};
    std::size_t control_size_ = 0;
    std::variant<std::monostate, Fault> fault_;
};

} // namespace watchpost::net
