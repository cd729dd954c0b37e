#include "panorama.hpp"

#include <opencv2/imgproc.hpp>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace watchpost::sim {
namespace {

using Random = std::mt19937_64;

int between(Random& random, int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random);
}

cv::Scalar mixed(cv::Scalar const& from, cv::Scalar const& to, double part) {
    return from * (1 - part) + to * part;
}

void gradient(cv::Mat& picture, int top, int bottom, cv::Scalar const& from, cv::Scalar const& to) {
    for (int y = top; y < bottom; ++y)
        picture.row(y).setTo(mixed(from, to, static_cast<double>(y - top) / (bottom - top)));
}

void sun(cv::Mat& picture, Palette const& colours, Random& random) {
    cv::Point const centre(between(random, 700, 1800), between(random, 260, 480));
    cv::Rect const around(centre.x - 200, centre.y - 200, 400, 400);
    cv::Mat sky = picture(around);
    for (int radius = 190; radius > 60; radius -= 3) {
        cv::Mat halo = sky.clone();
        cv::circle(halo, centre - around.tl(), radius, colours.sun, cv::FILLED, cv::LINE_AA);
        cv::addWeighted(halo, 0.02, sky, 0.98, 0, sky);
    }
    cv::circle(picture, centre, 58, colours.sun, cv::FILLED, cv::LINE_AA);
}

void hills(cv::Mat& picture, Random& random, int height, double roughness, cv::Scalar const& colour) {
    double const phase = between(random, 0, 6000) / 1000.0;
    std::vector<cv::Point> outline{{0, kHorizon + 40}};
    for (int x = 0; x <= picture.cols; x += 8) {
        double const at = x * roughness / 1000.0 + phase;
        double const rise = 0.55 + 0.3 * std::sin(at) + 0.15 * std::sin(2.7 * at + 1) + 0.05 * std::sin(9.1 * at);
        outline.emplace_back(x, kHorizon + 20 - static_cast<int>(rise * height));
    }
    outline.emplace_back(picture.cols, kHorizon + 40);
    cv::fillPoly(picture, std::vector{outline}, colour, cv::LINE_AA);
}

void house(cv::Mat& picture, Palette const& colours, cv::Point foot, int width, Random& random) {
    int const height = width * 2 / 3;
    cv::Rect const walls(foot.x, foot.y - height, width, height);
    double const shade = between(random, 85, 100) / 100.0;
    cv::rectangle(picture, walls, colours.walls * shade, cv::FILLED);
    std::vector<cv::Point> const roof{{walls.x - width / 10, walls.y},
                                      {walls.x + width / 2, walls.y - height * 2 / 3},
                                      {walls.x + width + width / 10, walls.y}};
    cv::rectangle(picture, {walls.x + width * 7 / 10, walls.y - height * 3 / 5, width / 9, height / 2},
                  colours.roof * 0.7, cv::FILLED);
    cv::fillPoly(picture, std::vector{roof}, colours.roof * shade, cv::LINE_AA);
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 3; ++column) {
            cv::Rect const pane(walls.x + width * (1 + 3 * column) / 10, walls.y + height * (2 + 4 * row) / 10,
                                width * 2 / 10, height * 2 / 10);
            bool const door = row == 1 && column == 1;
            cv::rectangle(picture, door ? pane + cv::Size(0, height * 2 / 10) : pane,
                          door ? colours.roof * 0.6 : colours.windows, cv::FILLED);
            cv::rectangle(picture, pane, colours.walls * 0.6, 1, cv::LINE_AA);
        }
}

void tree(cv::Mat& picture, Palette const& colours, cv::Point foot, int height, Random& random) {
    cv::rectangle(picture, {foot.x - height / 20, foot.y - height / 2, height / 10, height / 2}, {45, 65, 90},
                  cv::FILLED);
    for (int i = 0; i < 14; ++i) {
        cv::Point const leaf(foot.x + between(random, -height / 4, height / 4),
                             foot.y - height * 2 / 3 + between(random, -height / 4, height / 5));
        double const shade = between(random, 80, 125) / 100.0;
        cv::circle(picture, leaf, height / 6, colours.leaves * shade, cv::FILLED, cv::LINE_AA);
    }
}

void road(cv::Mat& picture) {
    cv::rectangle(picture, {0, kRoad - 30, picture.cols, 75}, {95, 92, 90}, cv::FILLED);
    for (int x = 0; x < picture.cols; x += 80)
        cv::rectangle(picture, {x, kRoad + 5, 40, 5}, {215, 225, 225}, cv::FILLED);
}

void label(cv::Mat& picture, std::string const& text, cv::Point at) {
    cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.5, {30, 30, 30}, 3, cv::LINE_AA);
    cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.5, {250, 250, 250}, 1, cv::LINE_AA);
}

void bearings(cv::Mat& picture) {
    cv::Mat grid = picture.clone();
    for (int degrees = 0; degrees <= 180; degrees += 10) {
        cv::line(grid, {bearing_x(degrees), 0}, {bearing_x(degrees), picture.rows}, {255, 255, 255}, 1);
        cv::line(grid, {0, bearing_y(degrees)}, {picture.cols, bearing_y(degrees)}, {255, 255, 255}, 1);
    }
    cv::addWeighted(grid, 0.3, picture, 0.7, 0, picture);
    for (int pan = 0; pan <= 180; pan += 10)
        for (int tilt = 10; tilt <= 170; tilt += 40)
            label(picture, std::to_string(pan) + "/" + std::to_string(tilt), {bearing_x(pan) + 4, bearing_y(tilt) - 5});
}

} // namespace

int bearing_x(double pan) {
    double const per_degree = (kPanoramaWidth - kWindowWidth) / 140.0;
    return static_cast<int>(std::lround(kWindowWidth / 2.0 + (pan - 20) * per_degree));
}

int bearing_y(double tilt) {
    double const per_degree = (kPanoramaHeight - kWindowHeight) / 140.0;
    return static_cast<int>(std::lround(kWindowHeight / 2.0 + (160 - tilt) * per_degree));
}

cv::Mat draw_panorama(Palette const& colours, std::uint64_t seed) {
    Random random(seed);
    cv::Mat picture(kPanoramaHeight, kPanoramaWidth, CV_8UC3);
    gradient(picture, 0, kHorizon, colours.zenith, colours.horizon);
    gradient(picture, kHorizon, kPanoramaHeight, colours.meadow_far, colours.meadow_near);
    sun(picture, colours, random);
    hills(picture, random, 330, 2.1, mixed(colours.far_hills, colours.horizon, 0.35));
    hills(picture, random, 230, 3.4, colours.far_hills);
    hills(picture, random, 120, 4.9, colours.near_hills);
    gradient(picture, kHorizon + 30, kPanoramaHeight, colours.meadow_far, colours.meadow_near);

    for (int x = between(random, 0, 60); x < kPanoramaWidth; x += between(random, 40, 160))
        tree(picture, colours, {x, kHorizon + between(random, 30, 70)}, between(random, 50, 90), random);
    for (int x = between(random, 40, 160); x < kPanoramaWidth - 200; x += between(random, 330, 560))
        house(picture, colours, {x, between(random, 880, 930)}, between(random, 150, 230), random);
    road(picture);
    for (int x = between(random, 0, 200); x < kPanoramaWidth; x += between(random, 170, 420))
        tree(picture, colours, {x, between(random, 1090, 1300)}, between(random, 170, 280), random);
    bearings(picture);

    // Real sensors are never quite even; it also gives the JPEGs the size that real ones have.
    cv::Mat grain(picture.size(), CV_16SC3);
    cv::RNG(seed).fill(grain, cv::RNG::NORMAL, 0, 1.5);
    cv::add(picture, grain, picture, cv::noArray(), CV_8UC3);
    return picture;
}

} // namespace watchpost::sim
