#pragma once

#include "picture_source.hpp"

#include <watchpost/core/result.hpp>

#include <filesystem>
#include <memory>
#include <vector>

namespace watchpost::sim {

/// Pictures that boards could have sent, shared by all cameras.
using Album = std::shared_ptr<std::vector<Picture> const>;

/// True for names that end like a picture's.
bool is_picture_file(std::filesystem::path const& path);

/// One picture, or all of a folder in the order of their names, up to 256 MiB. A JPEG that a board could have sent
/// (baseline, up to 1 MiB and 2592x1944) is kept byte for byte, anything else is made into one. In a folder, files that
/// are no pictures are left out with a warning; the error says when nothing remains.
Result<Album> load_album(std::filesystem::path const& source);

/// A camera that sends the album from picture `first` on, round and round.
std::unique_ptr<PictureSource> make_album_pictures(Album album, std::size_t first);

} // namespace watchpost::sim
