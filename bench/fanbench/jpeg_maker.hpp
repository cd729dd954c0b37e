#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace fanbench {

/// A baseline greyscale JPEG (ITU-T T.81, its standard luminance tables) of about `wanted` bytes. Its coefficients are
/// random, so that nothing on the way can compress it. The same seed gives the same picture.
std::string make_jpeg(int width, int height, std::size_t wanted, std::uint32_t seed);

/// A made picture of about `wanted` bytes, with sides that suit the size.
std::string make_jpeg(std::size_t wanted, std::uint32_t seed);

/// `jpeg` with COM segments behind its SOI: first the stamp of `camera` (stamp.hpp), then padding up to exactly
/// `bytes`, or none when that is 0. Throws std::invalid_argument where that cannot be.
std::string stamped(std::string const& jpeg, std::size_t bytes, std::uint32_t camera);

} // namespace fanbench
