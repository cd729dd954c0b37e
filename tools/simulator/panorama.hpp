#pragma once

#include <opencv2/core/mat.hpp>

#include <cstdint>

namespace watchpost::sim {

/// The whole landscape is this large; a camera sees a window of it.
inline constexpr int kPanoramaWidth = 2480;
inline constexpr int kPanoramaHeight = 1440;
inline constexpr int kWindowWidth = 800;
inline constexpr int kWindowHeight = 600;
inline constexpr int kHorizon = 740; ///< y, where land and sky meet
inline constexpr int kRoad = 985;    ///< y, where cars drive

/// The colours of a time of day and year (blue, green, red).
struct Palette {
    cv::Scalar zenith, horizon, sun, far_hills, near_hills, meadow_far, meadow_near, leaves, walls, roof, windows,
        cloud;
};

inline constexpr std::uint64_t kPalettes = 5;
/// Requires: number < kPalettes.
Palette const& palette(std::uint64_t number);

/// Sky, sun, hills, a village, trees and a road, with a grid of bearings: 8-bit BGR. The same arguments give the same
/// picture. Takes some tens of milliseconds.
cv::Mat draw_panorama(Palette const& colours, std::uint64_t seed);

/// The x of a pan and the y of a tilt, in degrees from 20 to 160.
int bearing_x(double pan);
int bearing_y(double tilt);

} // namespace watchpost::sim
