#pragma once

#include <watchpost/core/deed.hpp>

#include <string>

namespace watchpost::protocol::audit {

/// One object on one line, with its end: a line of `audit.jsonl`. Members that say nothing are left out, and texts are
/// cut at 256 bytes.
std::string line(Deed const& deed);

/// Stands where lines are missing, since they could not be kept.
std::string lost_line(std::uint64_t count, WallTime time);

} // namespace watchpost::protocol::audit
