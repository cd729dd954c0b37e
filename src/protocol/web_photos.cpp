#include "web_event.hpp"

#include <watchpost/protocol/web.hpp>

namespace watchpost::protocol::web {

std::string photos_document(std::vector<StoredPhoto> const& photos, std::size_t total) {
    auto list = Json::array();
    for (auto const& photo : photos)
        list.push_back({{"id", photo.id},
                        {"filename", photo.id + ".jpg"},
                        {"url", photo_url(photo.id)},
                        {"camera", photo.camera},
                        {"taken", to_rfc3339(photo.taken)},
                        {"size", photo.size},
                        {"width", photo.width},
                        {"height", photo.height},
                        {"quality", or_null(photo.terms.quality)},
                        {"flash", or_null(photo.terms.flash)},
                        {"intensity", or_null(photo.terms.intensity)}});
    return to_wire({{"photos", std::move(list)}, {"total", total}});
}

} // namespace watchpost::protocol::web
