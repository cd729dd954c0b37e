#include "photos.hpp"

#include "author.hpp"

#include <watchpost/protocol/web.hpp>

#include <charconv>

namespace watchpost::api {
namespace {

constexpr std::size_t kPage = 20;
constexpr std::size_t kLargestPage = 100;
constexpr std::size_t kLargestOffset = 1'000'000'000;

/// A number of the query; `otherwise` when it is not there.
Result<std::size_t> number_of(net::Request const& request, char const* name, std::size_t lowest, std::size_t highest,
                              std::size_t otherwise) {
    auto const it = request.query.find(name);
    if (it == request.query.end()) return otherwise;
    auto const& text = it->second;
    std::size_t value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    bool const is_number = !text.empty() && read.ec == std::errc{} && read.ptr == text.data() + text.size();
    if (is_number && value >= lowest && value <= highest) return value;
    return Error{std::string(name) + ": \"" + text + "\" is not allowed; it must be a whole number from " +
                 std::to_string(lowest) + " to " + std::to_string(highest)};
}

net::Response unknown(std::string const& id) {
    return net::problem(404, "There is no photo \"" + id + "\".");
}

net::Response no_answer_from_disk() {
    return net::problem(503, "The disk did not answer in time.");
}

} // namespace

net::Answer get_photos(archive::Gallery const& gallery, net::Request const& request) {
    auto const limit = number_of(request, "limit", 1, kLargestPage, kPage);
    if (!limit) return net::problem(400, limit.error().message);
    auto const offset = number_of(request, "offset", 0, kLargestOffset, 0);
    if (!offset) return net::problem(400, offset.error().message);
    std::optional<DeviceId> camera;
    if (auto const it = request.query.find("camera"); it != request.query.end()) camera = it->second;
    net::Response response;
    response.content_type = "application/json";
    response.body = protocol::web::photos_document(gallery.list(camera, *offset, *limit), gallery.count(camera));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

net::Answer get_photo(archive::Gallery& gallery, std::string const& id) {
    if (!gallery.find(id)) return unknown(id);
    net::LaterAnswer later;
    later.begin = [&gallery, id](net::LaterAnswer::Done done) {
        gallery.load(id, [&gallery, id, tell = std::move(done)](Result<std::string> bytes) {
            if (!bytes && !gallery.find(id)) return tell(unknown(id));
            if (!bytes) return tell(net::problem(500, bytes.error().message));
            net::Response response;
            response.content_type = "image/jpeg";
            response.body = std::move(*bytes);
            // An id names the same bytes for ever.
            response.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
            tell(std::move(response));
        });
        return Guard{};
    };
    later.at_limit = no_answer_from_disk;
    return later;
}

net::Answer delete_photo(archive::Gallery& gallery, hub::AuditTrail& trail, net::Request const& request) {
    auto const& id = request.parameters.at("id");
    if (!gallery.find(id)) return unknown(id);
    net::LaterAnswer later;
    later.begin = [&gallery, &trail, id, author = author_of(request)](net::LaterAnswer::Done done) {
        gallery.remove(id, [&trail, id, author, tell = std::move(done)](std::optional<Error> const& failure) {
            note(trail, author, "photo_deleted", id, failure);
            if (failure) return tell(net::problem(507, failure->message));
            net::Response response;
            response.status = 204;
            tell(std::move(response));
        });
        return Guard{};
    };
    later.at_limit = no_answer_from_disk;
    return later;
}

} // namespace watchpost::api
