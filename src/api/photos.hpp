#pragma once

#include <watchpost/archive/gallery.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// `?limit=1-100&offset=N&camera=ID`: newest first.
net::Answer get_photos(archive::Gallery const& gallery, net::Request const& request);

/// The picture `id`, as the camera sent it.
net::Answer get_photo(archive::Gallery& gallery, std::string const& id);
net::Answer delete_photo(archive::Gallery& gallery, hub::AuditTrail& trail, net::Request const& request);

} // namespace watchpost::api
