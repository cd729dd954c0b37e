// Any bytes: what the walk lets pass is one small baseline picture that begins and ends where it says. Nothing less
// than that picture passes, and what stands around it changes nothing.

#include "jpeg_rules.hpp"

#include <vector>

using namespace watchpost;
using fuzz::require;

namespace {

using Bytes = std::vector<std::uint8_t>;

bool passes(Bytes const& bytes) {
    return media::walk_jpeg(bytes).verdict == media::JpegVerdict::ok;
}

/// What lies between the bytes that do not belong to the picture.
Bytes cut_out(Bytes const& bytes, media::JpegCheck const& check) {
    require(check.begin + check.size <= bytes.size(), "the picture lies within what came");
    require(std::all_of(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(check.begin),
                        [](std::uint8_t byte) { return byte == 0xFF; }),
            "only fill bytes stand before a picture");
    auto const begin = bytes.begin() + static_cast<std::ptrdiff_t>(check.begin);
    return {begin, begin + static_cast<std::ptrdiff_t>(check.size)};
}

void require_same(media::JpegCheck const& check, std::size_t begin, media::JpegCheck const& as, char const* rule) {
    require(check.verdict == media::JpegVerdict::ok && check.begin == begin && check.size == as.size &&
                check.width == as.width && check.height == as.height &&
                check.has_huffman_tables == as.has_huffman_tables,
            rule);
}

/// It begins with SOI and ends with EOI, whatever stands around it; it cannot lack its last byte.
void check_ends(Bytes jpeg, media::JpegCheck const& check) {
    require(jpeg.size() >= 4 && jpeg[0] == 0xFF && jpeg[1] == 0xD8, "a picture begins with SOI");
    require(jpeg[jpeg.size() - 2] == 0xFF && jpeg.back() == 0xD9, "a picture ends with EOI");
    require_same(media::walk_jpeg(jpeg), 0, check, "the picture by itself is the same");
    Bytes around(3, 0xFF);
    around.insert(around.end(), jpeg.begin(), jpeg.end());
    around.insert(around.end(), jpeg.begin(), jpeg.end());
    around.resize(around.size() + 8'000);
    require_same(media::walk_jpeg(around), 3, check, "what stands around a picture changes nothing");
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
    if (check.verdict != media::JpegVerdict::ok) {
        require(check.size == 0, "only a sound picture has an end");
        return 0;
    }
    auto const jpeg = cut_out(bytes, check);
    fuzz::require_sane_picture(jpeg, check);
    check_ends(jpeg, check);
    return 0;
}
