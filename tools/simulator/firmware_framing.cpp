#include "firmware_framing.hpp"

#include <algorithm>

namespace watchpost::sim {
namespace {

constexpr std::uint8_t kFinal = 0x80;
constexpr std::uint8_t kReserved = 0x70;
constexpr std::uint8_t kMasked = 0x80;

void append_big_endian(Bytes& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out.push_back(static_cast<std::uint8_t>((value >> shift) & 0xFF));
}

bool is_known(std::uint8_t opcode) {
    return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

std::span<std::uint8_t const> bytes_of(std::string_view text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

} // namespace

void append_frame(Bytes& out, Opcode opcode, std::span<std::uint8_t const> payload, Mask mask) {
    out.reserve(out.size() + payload.size() + 14);
    out.push_back(static_cast<std::uint8_t>(kFinal | static_cast<std::uint8_t>(opcode)));
    if (payload.size() < 126) {
        out.push_back(static_cast<std::uint8_t>(kMasked | payload.size()));
    } else if (payload.size() <= 0xFFFF) {
        out.push_back(kMasked | 126);
        append_big_endian(out, payload.size(), 2);
    } else {
        out.push_back(kMasked | 127);
        append_big_endian(out, payload.size(), 8);
    }
    out.insert(out.end(), mask.begin(), mask.end());
    auto const begin = static_cast<Bytes::difference_type>(out.size());
    out.insert(out.end(), payload.begin(), payload.end());
    if (mask == kZeroMask) return;
    std::size_t i = 0;
    std::for_each(out.begin() + begin, out.end(), [&](std::uint8_t& byte) { byte ^= mask[i++ % mask.size()]; });
}

void append_frame(Bytes& out, Opcode opcode, std::string_view payload, Mask mask) {
    append_frame(out, opcode, bytes_of(payload), mask);
}

std::string close_payload(std::uint16_t code) {
    if (code == 0) return {};
    return {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
}

std::uint16_t close_code(std::string_view payload) {
    if (payload.size() < 2) return 1005;
    auto const bytes = bytes_of(payload);
    return static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]);
}

void ServerFrameParser::feed(std::span<std::uint8_t const> bytes) {
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<ServerFrame> ServerFrameParser::next() {
    if (!error_.empty() || buffer_.size() < 2) return std::nullopt;
    auto const opcode = static_cast<std::uint8_t>(buffer_[0] & 0x0F);
    if ((buffer_[0] & kReserved) != 0) error_ = "reserved bits are set";
    if (!is_known(opcode)) error_ = "unknown opcode";
    if ((buffer_[1] & kMasked) != 0) error_ = "the server masked its frame";
    if (!error_.empty()) return std::nullopt;

    std::uint64_t length = buffer_[1] & 0x7F;
    std::size_t const length_bytes = length == 127 ? 8 : length == 126 ? 2 : 0;
    std::size_t const header = 2 + length_bytes;
    if (buffer_.size() < header) return std::nullopt;
    if (length_bytes != 0) length = 0;
    for (std::size_t i = 2; i < header; ++i)
        length = length << 8 | buffer_[i];
    if (length > kMaxPayload) {
        error_ = "frame too large for a board";
        return std::nullopt;
    }
    if (buffer_.size() - header < length) return std::nullopt;

    auto const begin = buffer_.begin() + static_cast<Bytes::difference_type>(header);
    auto const end = begin + static_cast<Bytes::difference_type>(length);
    ServerFrame frame{static_cast<Opcode>(opcode), (buffer_[0] & kFinal) != 0, std::string(begin, end)};
    buffer_.erase(buffer_.begin(), end);
    return frame;
}

} // namespace watchpost::sim
