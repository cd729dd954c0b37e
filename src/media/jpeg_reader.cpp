#include "jpeg_reader.hpp"

#include <cstddef>
#include <cstring>

namespace watchpost::media {
namespace {

constexpr std::uint8_t kMarkerPrefix = 0xFF;

bool is_restart(std::uint8_t code) {
    return code >= 0xD0 && code <= 0xD7;
}

} // namespace

std::optional<std::uint8_t> JpegReader::byte() {
    if (rest_.empty()) return std::nullopt;
    auto const value = rest_.front();
    rest_ = rest_.subspan(1);
    return value;
}

void JpegReader::skip_fill() {
    while (rest_.size() > 1 && rest_[0] == kMarkerPrefix && rest_[1] == kMarkerPrefix)
        rest_ = rest_.subspan(1);
}

std::optional<std::uint8_t> JpegReader::marker() {
    if (rest_.empty() || rest_.front() != kMarkerPrefix) return std::nullopt;
    while (!rest_.empty() && rest_.front() == kMarkerPrefix)
        rest_ = rest_.subspan(1);
    if (rest_.empty() || rest_.front() == 0) return std::nullopt;
    return byte();
}

std::optional<std::span<std::uint8_t const>> JpegReader::segment() {
    if (rest_.size() < 2) {
        rest_ = {};
        return std::nullopt;
    }
    auto const length = static_cast<std::size_t>(rest_[0] << 8 | rest_[1]);
    if (length < 2) return std::nullopt;
    if (length > rest_.size()) {
        rest_ = {};
        return std::nullopt;
    }
    auto const content = rest_.subspan(2, length - 2);
    rest_ = rest_.subspan(length);
    return content;
}

bool JpegReader::skip_entropy_coded() {
    while (!rest_.empty()) {
        auto const* const found =
            static_cast<std::uint8_t const*>(std::memchr(rest_.data(), kMarkerPrefix, rest_.size()));
        if (found == nullptr) break;
        rest_ = rest_.subspan(static_cast<std::size_t>(found - rest_.data()));
        if (rest_.size() < 2) break;
        auto const code = rest_[1];
        if (code == kMarkerPrefix) { // a fill byte
            rest_ = rest_.subspan(1);
        } else if (code == 0 || is_restart(code)) {
            rest_ = rest_.subspan(2);
        } else {
            return true;
        }
    }
    rest_ = {};
    return false;
}

} // namespace watchpost::media
