#pragma once

#include <watchpost/archive/gallery.hpp>
#include <watchpost/net/http_message.hpp>

namespace watchpost::api {

/// `?page=0…&limit=1-100`, newest first; 422 for anything else.
net::Answer get_gallery(archive::Gallery const& gallery, net::Request const& request);

/// The photo `{filename}`, which is its id and ".jpg".
net::Answer gallery_file(archive::Gallery& gallery, net::Request const& request);
net::Answer delete_gallery_file(archive::Gallery& gallery, hub::AuditTrail& trail, net::Request const& request);

} // namespace watchpost::api
