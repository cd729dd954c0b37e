// Any bytes: what the walk lets pass is one small baseline picture that ends where it says, and nothing less or more
// than that picture passes.

#include "jpeg_rules.hpp"

#include <vector>

using namespace watchpost;
using fuzz::require;

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kMostPadding = 4096;

std::size_t padding_of(Bytes const& jpeg) {
    auto const last = std::find_if(jpeg.rbegin(), jpeg.rend(), [](std::uint8_t byte) { return byte != 0; });
    return static_cast<std::size_t>(last - jpeg.rbegin());
}

bool passes(Bytes const& bytes) {
    return media::walk_jpeg(bytes).verdict == media::JpegVerdict::ok;
}

/// The picture without its padding ends with EOI; it cannot lack its last byte, or have another one.
void check_end(Bytes jpeg) {
    auto const padding = padding_of(jpeg);
    require(padding <= kMostPadding, "little follows the picture");
    jpeg.resize(jpeg.size() - padding);
    require(jpeg.size() >= 4 && jpeg[jpeg.size() - 2] == 0xFF && jpeg.back() == 0xD9, "a picture ends with EOI");
    require(passes(jpeg), "padding changes nothing");
    auto longer = jpeg;
    longer.push_back(1);
    require(!passes(longer), "nothing but zeros follows the picture");
    longer.back() = 0;
    longer.resize(jpeg.size() + kMostPadding + 1);
    require(!passes(longer), "no more than 4096 zeros follow the picture");
    for (std::size_t missing = 1; missing <= 4; ++missing) {
        jpeg.pop_back();
        require(!passes(jpeg), "a picture that was cut does not pass");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    Bytes const bytes(data, data + size);
    auto const check = media::walk_jpeg(bytes);
    require(media::to_string(check.verdict) != "unknown", "every verdict has its word");
    if (check.verdict == media::JpegVerdict::too_large)
        require(check.width == 0 || check.height == 0 || check.width > 2592 || check.height > 1944,
                "only what is too large is called so");
    if (check.verdict != media::JpegVerdict::ok) return 0;
    fuzz::require_sane_picture(bytes, check);
    check_end(bytes);
    return 0;
}
