#include "legacy_gallery.hpp"

#include "author.hpp"
#include "commands.hpp"
#include "legacy.hpp"
#include "photos.hpp"

namespace watchpost::api {
namespace {

namespace legacy = protocol::legacy;

constexpr std::string_view kSuffix = ".jpg";
constexpr int kLastPage = 1'000'000;
constexpr int kLegacyPage = 9; // the old page shows three rows of three

legacy::Read<int> legacy_number(net::Request const& request, char const* name, int lowest, int highest, int otherwise) {
    auto const it = request.query.find(name);
    if (it == request.query.end()) return otherwise;
    return legacy::read_number(it->second, "query", name, lowest, highest);
}

/// The id in a file name; nothing for a name that no photo has.
std::optional<std::string> id_of(net::Request const& request) {
    std::string_view const name = request.parameters.at("filename");
    if (name.size() <= kSuffix.size() || !name.ends_with(kSuffix)) return std::nullopt;
    auto const id = name.substr(0, name.size() - kSuffix.size());
    if (id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-.") != std::string_view::npos) return std::nullopt;
    return std::string(id);
}

net::Response unknown(net::Request const& request) {
    return net::problem(404, "There is no photo \"" + request.parameters.at("filename") + "\".");
}

} // namespace

net::Answer get_gallery(archive::Gallery const& gallery, net::Request const& request) {
    auto const page = legacy_number(request, "page", 0, kLastPage, 0);
    if (auto const* const invalid = std::get_if<legacy::Invalid>(&page)) return legacy_refusal(*invalid);
    auto const limit = legacy_number(request, "limit", 1, 100, kLegacyPage);
    if (auto const* const invalid = std::get_if<legacy::Invalid>(&limit)) return legacy_refusal(*invalid);
    auto const size = static_cast<std::size_t>(std::get<int>(limit));
    auto const photos = gallery.list(std::nullopt, static_cast<std::size_t>(std::get<int>(page)) * size, size);
    return legacy_answer(
        legacy::gallery_document(photos, gallery.count(std::nullopt), std::get<int>(page), std::get<int>(limit)));
}

net::Answer gallery_file(archive::Gallery& gallery, net::Request const& request) {
    auto const id = id_of(request);
    if (!id || !gallery.find(*id)) return unknown(request);
    return get_photo(gallery, *id);
}

net::Answer delete_gallery_file(archive::Gallery& gallery, hub::AuditTrail& trail, net::Request const& request) {
    // The old page sends no body with this.
    if (request.has("content-type"))
        if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const id = id_of(request);
    if (!id) return net::problem(400, "The name of a photo is made of a-z, 0-9, '_', '-' and '.' and ends with .jpg.");
    if (!gallery.find(*id)) return unknown(request);
    net::LaterAnswer later;
    later.begin = [&gallery, &trail, wanted = *id, author = author_of(request)](net::LaterAnswer::Done done) {
        gallery.remove(wanted, [&trail, wanted, author, tell = std::move(done)](std::optional<Error> const& failure) {
            note(trail, author, "photo_deleted", wanted, failure);
            if (failure) return tell(net::problem(507, failure->message));
            tell(legacy_answer(legacy::message_document(legacy::Status::success, "Photo deleted")));
        });
        return Guard{};
    };
    later.at_limit = [] { return net::problem(503, "The disk did not answer in time."); };
    return later;
}

} // namespace watchpost::api
