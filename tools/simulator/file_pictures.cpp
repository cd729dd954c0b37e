#include "file_pictures.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace watchpost::sim {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxMessage = 1024 * 1024;
constexpr std::size_t kMaxAlbum = 256 * kMaxMessage;
cv::Size const kLargestSensor(1600, 1200); // OV2640, UXGA
constexpr int kQuality = 80;

std::optional<Bytes> read_file(fs::path const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    return Bytes(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
}

/// The picture as a board would send it; nothing when it cannot be decoded.
std::optional<Picture> converted(Bytes const& bytes) try {
    cv::Mat image = cv::imdecode(bytes, cv::IMREAD_COLOR);
    if (image.empty()) return std::nullopt;
    double const scale = std::min({1.0, static_cast<double>(kLargestSensor.width) / image.cols,
                                   static_cast<double>(kLargestSensor.height) / image.rows});
    if (scale < 1) cv::resize(image, image, {}, scale, scale, cv::INTER_AREA);
    auto jpeg = std::make_shared<Bytes>();
    for (int quality = kQuality; jpeg->empty() || jpeg->size() > kMaxMessage; quality -= 15)
        if (quality < 1 || !cv::imencode(".jpg", image, *jpeg, {cv::IMWRITE_JPEG_QUALITY, quality}))
            return std::nullopt;
    return Picture{std::move(jpeg), image.cols, image.rows};
} catch (cv::Exception const&) { // OpenCV's way to say that a file is not for it
    return std::nullopt;
}

std::optional<Picture> load(fs::path const& path) {
    auto bytes = read_file(path);
    if (!bytes || bytes->empty()) return std::nullopt;
    auto const check = media::walk_jpeg(*bytes);
    if (check.verdict == media::JpegVerdict::ok) {
        bytes->resize(check.begin + check.size);
        bytes->erase(bytes->begin(), bytes->begin() + static_cast<std::ptrdiff_t>(check.begin));
    }
    if (check.verdict == media::JpegVerdict::ok && bytes->size() <= kMaxMessage)
        return Picture{std::make_shared<Bytes const>(std::move(*bytes)), check.width, check.height};
    return converted(*bytes);
}

std::vector<fs::path> files_of(fs::path const& source) {
    std::vector<fs::path> files;
    std::error_code error;
    if (!fs::is_directory(source, error)) return {source};
    for (fs::directory_iterator entry(source, error), end; !error && entry != end; entry.increment(error))
        if (is_picture_file(entry->path())) files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

class AlbumPictures final : public PictureSource {
public:
    AlbumPictures(Album album, std::size_t first)
        : album_(std::move(album))
        , next_(first) {}

    std::optional<Picture> take(Exposure const&) override { return (*album_)[next_++ % album_->size()]; }

private:
    Album album_;
    std::size_t next_;
};

} // namespace

bool is_picture_file(fs::path const& path) {
    static constexpr std::array<std::string_view, 5> kEndings{".jpg", ".jpeg", ".png", ".bmp", ".webp"};
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

Result<Album> load_album(fs::path const& source) {
    auto pictures = std::make_shared<std::vector<Picture>>();
    std::size_t size = 0;
    for (fs::path const& file : files_of(source)) {
        auto picture = load(file);
        if (!picture) {
            spdlog::warn("--source: {} is left out: it is not a picture that can be read", file.string());
            continue;
        }
        size += picture->jpeg->size();
        if (size > kMaxAlbum) {
            spdlog::warn("--source: {} and what follows is left out: more than 256 MiB", file.string());
            break;
        }
        pictures->push_back(std::move(*picture));
    }
    if (pictures->empty())
        return Error{"--source " + source.string() +
                     ": no picture in it; allowed are a folder of JPEGs, a picture, or a video"};
    return Album(std::move(pictures));
}

std::unique_ptr<PictureSource> make_album_pictures(Album album, std::size_t first) {
    return std::make_unique<AlbumPictures>(std::move(album), first);
}

} // namespace watchpost::sim
