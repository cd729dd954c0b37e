#include "scene_pictures.hpp"

#include "panorama.hpp"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace watchpost::sim {
namespace {

struct Scene {
    Palette const& colours;
    cv::Mat panorama;
};

/// Something that crosses the landscape again and again: its x after so many seconds.
int crossing(double seconds, double speed, double start) {
    constexpr double kMargin = 200;
    constexpr double kWay = kPanoramaWidth + 2 * kMargin;
    double const gone = std::fmod(seconds * speed + start * kWay, kWay);
    return static_cast<int>(gone - kMargin);
}

void draw_cloud(cv::Mat& view, cv::Point at, cv::Scalar const& colour) {
    for (cv::Point const& puff : {cv::Point(-60, 8), cv::Point(-25, -8), cv::Point(20, -12), cv::Point(62, 6)})
        cv::ellipse(view, at + puff, {48, 24}, 0, 0, 360, colour, cv::FILLED, cv::LINE_AA);
}

void draw_car(cv::Mat& view, cv::Point at, cv::Scalar const& colour) {
    std::vector<cv::Point> const cabin{at + cv::Point(20, -28), at + cv::Point(34, -50), at + cv::Point(78, -50),
                                       at + cv::Point(96, -28)};
    cv::fillPoly(view, std::vector{cabin}, cv::Scalar(220, 200, 170), cv::LINE_AA);
    cv::rectangle(view, {at.x, at.y - 30, 120, 24}, colour, cv::FILLED);
    for (int const wheel : {26, 94}) {
        cv::circle(view, at + cv::Point(wheel, -6), 12, {25, 25, 25}, cv::FILLED, cv::LINE_AA);
        cv::circle(view, at + cv::Point(wheel, -6), 5, {170, 170, 170}, cv::FILLED, cv::LINE_AA);
    }
}

void write(cv::Mat& view, std::string const& text, cv::Point at, double size) {
    cv::putText(view, text, at, cv::FONT_HERSHEY_DUPLEX, size, {20, 20, 20}, 4, cv::LINE_AA);
    cv::putText(view, text, at, cv::FONT_HERSHEY_DUPLEX, size, {255, 255, 255}, 1, cv::LINE_AA);
}

class ScenePictures final : public PictureSource {
public:
    ScenePictures(std::string camera, Scene scene, std::uint64_t number, std::shared_ptr<PanTilt const> head)
        : camera_(std::move(camera))
        , scene_(std::move(scene))
        , phase_(std::fmod(0.37 * static_cast<double>(number), 1.0))
        , head_(std::move(head)) {}

    std::optional<Picture> take(Exposure const& exposure) override {
        if (began_ == SteadyTime{}) began_ = exposure.now;
        double const seconds = std::chrono::duration<double>(exposure.now - began_).count();
        Bearing const bearing = head_->at(exposure.now);
        cv::Point const corner(bearing_x(bearing.pan) - kWindowWidth / 2, bearing_y(bearing.tilt) - kWindowHeight / 2);
        cv::Rect const inside(std::clamp(corner.x, 0, kPanoramaWidth - kWindowWidth),
                              std::clamp(corner.y, 0, kPanoramaHeight - kWindowHeight), kWindowWidth, kWindowHeight);
        cv::Mat view = scene_.panorama(inside).clone();

        auto const at = [&](int x, int y) { return cv::Point(x, y) - inside.tl(); };
        draw_cloud(view, at(crossing(seconds, 22, phase_), 330), scene_.colours.cloud);
        draw_cloud(view, at(crossing(seconds, 14, phase_ + 0.45), 520), scene_.colours.cloud);
        draw_cloud(view, at(crossing(seconds, 31, phase_ + 0.7), 150), scene_.colours.cloud);
        draw_car(view, at(crossing(seconds, 160, phase_ + 0.5), kRoad + 4), {60, 60, 200});
        draw_car(view, at(crossing(seconds, 110, phase_), kRoad + 34), {190, 120, 40});
        if (exposure.flash) view.convertTo(view, -1, 1.15, 25);

        std::string time = to_rfc3339(std::chrono::system_clock::now());
        write(view, camera_, {16, 36}, 0.9);
        write(view, time.replace(10, 1, "  "), {16, kWindowHeight - 18}, 0.6);
        write(view, fmt::format("pan {:3.0f}  tilt {:3.0f}", bearing.pan, bearing.tilt),
              {kWindowWidth - 210, kWindowHeight - 18}, 0.6);

        auto jpeg = std::make_shared<Bytes>();
        if (!cv::imencode(".jpg", view, *jpeg, {cv::IMWRITE_JPEG_QUALITY, exposure.quality})) return std::nullopt;
        return Picture{std::move(jpeg), view.cols, view.rows};
    }

private:
    std::string camera_;
    Scene scene_;
    double phase_; ///< so that no two cameras see the same car at the same place
    std::shared_ptr<PanTilt const> head_;
    SteadyTime began_{};
};

} // namespace

struct Landscapes::Drawn {
    std::map<std::uint64_t, cv::Mat> panoramas;
};

Landscapes::Landscapes(std::uint64_t seed)
    : seed_(seed)
    , drawn_(std::make_unique<Drawn>()) {}

Landscapes::~Landscapes() = default;

std::unique_ptr<PictureSource> Landscapes::camera(std::string name, std::uint64_t number,
                                                  std::shared_ptr<PanTilt const> head) {
    std::uint64_t const which = number % kPalettes;
    cv::Mat& panorama = drawn_->panoramas[which];
    if (panorama.empty()) panorama = draw_panorama(palette(which), seed_ + which);
    return std::make_unique<ScenePictures>(std::move(name), Scene{palette(which), panorama}, number, std::move(head));
}

} // namespace watchpost::sim
