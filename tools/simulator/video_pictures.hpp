#pragma once

#include "picture_source.hpp"

#include <watchpost/core/result.hpp>

#include <filesystem>
#include <memory>

namespace watchpost::sim {

/// A camera that sends a video as it plays, round and round, from second `start` on: scaled down to fit 800x600. Frames
/// that were not asked for in time are left out. The error says when the file is not a video that OpenCV can play.
Result<std::unique_ptr<PictureSource>> make_video_pictures(std::filesystem::path const& video, double start);

} // namespace watchpost::sim
