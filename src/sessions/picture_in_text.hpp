#pragma once

#include <string_view>

namespace watchpost::sessions {

/// True when `text` holds a JPEG as base64: by itself, in a data URL or in a string of JSON. Linear.
bool holds_picture(std::string_view text);

} // namespace watchpost::sessions
