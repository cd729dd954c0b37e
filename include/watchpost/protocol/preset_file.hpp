#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/core/station.hpp>

#include <string>
#include <string_view>

/// How presets are written down for the next run of the daemon.
namespace watchpost::protocol::preset_file {

std::string write(PresetTable const& table);

/// Takes back just what `write` gives: anything that is missing, unknown, out of range or there twice is an error.
Result<PresetTable> read(std::string_view text);

} // namespace watchpost::protocol::preset_file
