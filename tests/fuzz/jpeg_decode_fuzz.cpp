// What the walk lets pass goes to OpenCV's decoder: it takes bounded memory and time (libFuzzer's limits in
// scripts/fuzz), never throws, and finds the sides that the walk found.

#include "jpeg_rules.hpp"

#include <opencv2/imgcodecs.hpp>

#include <vector>

using namespace watchpost;
using fuzz::require;

namespace {

/// As for people: OpenCV turns the picture when its Exif data say so.
void check_in_colour(std::vector<std::uint8_t> const& jpeg, media::JpegCheck const& check) {
    auto const picture = cv::imdecode(jpeg, cv::IMREAD_COLOR);
    if (picture.empty()) return;
    bool const upright = picture.cols == check.width && picture.rows == check.height;
    bool const turned = picture.rows == check.width && picture.cols == check.height;
    require(upright || turned, "the decoder finds the sides that the walk found");
}

/// As for looking at movement: grey, a quarter of each side.
void check_reduced(std::vector<std::uint8_t> const& jpeg, media::JpegCheck const& check) {
    auto const picture = cv::imdecode(jpeg, cv::IMREAD_REDUCED_GRAYSCALE_4 | cv::IMREAD_IGNORE_ORIENTATION);
    if (picture.empty()) return;
    require(picture.cols == (check.width + 3) / 4 && picture.rows == (check.height + 3) / 4,
            "the reduced picture has a quarter of each side");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::vector<std::uint8_t> const bytes(data, data + size);
    auto const check = media::walk_jpeg(bytes);
    if (check.verdict != media::JpegVerdict::ok) return 0;
    auto const begin = bytes.begin() + static_cast<std::ptrdiff_t>(check.begin);
    std::vector<std::uint8_t> const jpeg(begin, begin + static_cast<std::ptrdiff_t>(check.size));
    fuzz::require_sane_picture(jpeg, check);
    check_in_colour(jpeg, check);
    check_reduced(jpeg, check);
    return 0;
}
