#include "stamp.hpp"

#include <chrono>
#include <cstring>
#include <string_view>

namespace fanbench {
namespace {

constexpr std::string_view kMagic = "FANBENC1";
constexpr std::size_t kMagicAt = 6;

} // namespace

std::string stamp_segment(std::uint32_t camera) {
    std::string out{'\xff', '\xd8', '\xff', '\xfe', '\x00', '\x1e'};
    out += kMagic;
    out.append(16, '\0');
    out.append(reinterpret_cast<char const*>(&camera), sizeof camera);
    return out;
}

std::optional<FoundStamp> find_stamp(std::span<std::uint8_t const> head) {
    for (std::size_t at = 0; at + kStampEnd <= head.size(); ++at) {
        auto const* const p = head.data() + at;
        if (p[0] != 0xFF || p[1] != 0xD8 || std::memcmp(p + kMagicAt, kMagic.data(), kMagic.size()) != 0) continue;
        FoundStamp found{{}, at};
        std::memcpy(&found.stamp.sent_ns, p + kStampAt, 8);
        std::memcpy(&found.stamp.sequence, p + kStampAt + 8, 8);
        std::memcpy(&found.stamp.camera, p + kStampAt + 16, 4);
        return found;
    }
    return std::nullopt;
}

std::uint64_t now_ns() {
    auto const now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(std::chrono::nanoseconds(now).count());
}

} // namespace fanbench
