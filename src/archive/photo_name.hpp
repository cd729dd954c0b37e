#pragma once

#include <watchpost/core/photo.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchpost::archive {

/// The id of a photo says all that is known of it, so the folder is its own index: "20261124-123210-123.front.800x600",
/// then ".q80" when the quality is known, and ".f50" for a flash at 50 percent, ".f" for one of unknown intensity or
/// ".dark" for none. Times are UTC. Last ".n17" says that it came as the 17th, which no clock can change; photos of
/// older versions lack it.
std::string photo_id(Photo const& photo, std::uint64_t arrival = 0);

/// Reads an id back, without the size in bytes. Nothing for any text that `photo_id` does not write: no other name is
/// ever used as one of a file (SECURITY rule 18).
std::optional<StoredPhoto> read_photo_id(std::string_view id);

} // namespace watchpost::archive
