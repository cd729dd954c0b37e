#include "video_pictures.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include <algorithm>
#include <cmath>

namespace watchpost::sim {
namespace {

cv::Size const kSvga(800, 600);
constexpr int kMostGrabs = 60; // a longer gap is not caught up

class VideoPictures final : public PictureSource {
public:
    VideoPictures(std::string file, double start)
        : file_(std::move(file))
        , video_(file_, cv::CAP_FFMPEG) // left to choose, OpenCV also asks cameras and USB devices
        , rate_(video_.isOpened() ? video_.get(cv::CAP_PROP_FPS) : 0) {
        if (!(rate_ > 0 && rate_ < 1000)) rate_ = 25;
        double const frames = video_.get(cv::CAP_PROP_FRAME_COUNT);
        if (start > 0 && frames > 1) video_.set(cv::CAP_PROP_POS_FRAMES, std::floor(std::fmod(start * rate_, frames)));
    }

    std::optional<Picture> take(Exposure const& exposure) override try {
        if (begun_ == SteadyTime{}) begun_ = exposure.now;
        auto const due =
            static_cast<std::int64_t>(std::chrono::duration<double>(exposure.now - begun_).count() * rate_);
        auto grabs = std::clamp<std::int64_t>(due - shown_, image_.empty() ? 1 : 0, kMostGrabs);
        shown_ = due;
        bool fresh = false;
        while (grabs-- > 0 && grab())
            fresh = true;
        if (fresh) video_.retrieve(image_);
        if (image_.empty()) return std::nullopt;

        cv::Mat small = image_;
        double const scale =
            std::min(static_cast<double>(kSvga.width) / image_.cols, static_cast<double>(kSvga.height) / image_.rows);
        if (scale < 1) cv::resize(image_, small, {}, scale, scale, cv::INTER_AREA);
        auto jpeg = std::make_shared<Bytes>();
        if (!cv::imencode(".jpg", small, *jpeg, {cv::IMWRITE_JPEG_QUALITY, exposure.quality})) return std::nullopt;
        return Picture{std::move(jpeg), small.cols, small.rows};
    } catch (cv::Exception const&) { // OpenCV's way to say that the file is broken here
        return std::nullopt;
    }

private:
    /// The next frame, after the last the first again. Not every format can seek, but each can be opened anew.
    bool grab() { return video_.grab() || (video_.open(file_, cv::CAP_FFMPEG) && video_.grab()); }

    std::string file_;
    cv::VideoCapture video_;
    double rate_;
    cv::Mat image_;
    SteadyTime begun_{};
    std::int64_t shown_ = 0;
};

} // namespace

Result<std::unique_ptr<PictureSource>> make_video_pictures(std::filesystem::path const& video, double start) {
    auto pictures = std::make_unique<VideoPictures>(video.string(), start);
    if (!pictures->take({}))
        return Error{"--source " + video.string() +
                     ": not a video that can be played; allowed are a folder of JPEGs, a picture, or a video"};
    return std::unique_ptr<PictureSource>(std::move(pictures));
}

} // namespace watchpost::sim
