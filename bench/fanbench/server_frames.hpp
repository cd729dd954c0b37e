#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace fanbench {

/// Takes apart what a WebSocket server sends (RFC 6455), keeping only the first bytes of each message: enough for its
/// stamp. The rest can be thrown away inside the kernel.
class ServerFrames {
public:
    static constexpr std::size_t kHeadSize = 96;

    enum class Event {
        more,    ///< the input is used up
        frame,   ///< a frame ended that did not end a message
        message, ///< a message is complete
        ping,
        close,
        broken, ///< masked, or reserved bits
    };

    /// `keep_all`: whole messages are kept for `whole`.
    explicit ServerFrames(bool keep_all)
        : keep_all_(keep_all) {}

    /// Takes bytes from the front of `input` up to the end of the next frame.
    Event next(std::span<std::uint8_t const>& input);

    /// How many payload bytes follow that nobody wants to see; 0 when the next bytes must be looked at.
    std::uint64_t skippable() const;
    /// So many of them were thrown away.
    Event skip(std::uint64_t count);

    // Of the message that is complete, until the next call
    bool is_text() const { return message_opcode_ == 1; }
    std::span<std::uint8_t const> head() const { return std::span(head_).first(head_size_); }
    std::string const& whole() const { return whole_; }
    std::uint64_t size() const { return message_size_; }
    std::string const& control() const { return control_; }

    std::uint64_t frames() const { return frames_; }

private:
    bool is_control() const { return opcode_ >= 8; }
    /// False when more bytes are needed or it is broken.
    bool read_header(std::span<std::uint8_t const>& input);
    void begin();
    Event end_frame();

    bool const keep_all_;
    std::array<std::uint8_t, 14> header_{};
    std::size_t header_size_ = 0;
    bool in_payload_ = false;
    bool is_broken_ = false;
    bool fin_ = false;
    unsigned opcode_ = 0;
    std::uint64_t left_ = 0;
    std::string control_;

    bool message_ended_ = false;
    unsigned message_opcode_ = 0;
    std::uint64_t message_size_ = 0;
    std::array<std::uint8_t, kHeadSize> head_{};
    std::size_t head_size_ = 0;
    std::string whole_;
    std::uint64_t frames_ = 0;
};

} // namespace fanbench
