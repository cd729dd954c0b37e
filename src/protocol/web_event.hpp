#pragma once

#include <watchpost/core/event.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol::web {

/// EVENT of docs/reference.md.
Json event_json(Event const& event);

/// Where a photo is got over HTTP.
std::string photo_url(std::string const& id);

} // namespace watchpost::protocol::web
