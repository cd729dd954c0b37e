#include "legacy_uploads.hpp"

#include "legacy.hpp"

#include <watchpost/media/jpeg_walk.hpp>
#include <watchpost/net/form_data.hpp>

#include <algorithm>

namespace watchpost::api {
namespace {

namespace legacy = protocol::legacy;

constexpr auto kLeastBetweenFrames = std::chrono::milliseconds(33);

std::span<std::uint8_t const> bytes_of(std::string_view text) {
    return {reinterpret_cast<std::uint8_t const*>(text.data()), text.size()};
}

/// The picture itself, without what stands around it.
Bytes copy_of(std::string_view text, media::JpegCheck const& check) {
    auto const bytes = bytes_of(text).subspan(check.begin, check.size);
    return {bytes.begin(), bytes.end()};
}

/// What is wrong with a picture; nothing when it may be relayed.
std::optional<net::Response> refusal_of(char const* name, std::string_view picture, std::size_t largest,
                                        media::JpegCheck const& check) {
    if (picture.size() > largest)
        return net::problem(413, std::string(name) + " is larger than " + std::to_string(largest / 1024) + " KiB.");
    if (check.verdict == media::JpegVerdict::ok) return std::nullopt;
    return net::problem(400, std::string(name) + " is not a JPEG that can be shown: " +
                                 std::string(media::to_string(check.verdict)) + ".");
}

std::optional<net::Response> refusal_of_id(net::Request const& request) {
    auto const id = request.header("x-device-id");
    if (!request.has("x-device-id") || device_id_from(id)) return std::nullopt;
    return net::problem(400, "X-Device-ID: \"" + std::string(id.substr(0, 64)) + "\" is not allowed; it must be " +
                                 std::string(kDeviceIdRule) + ".");
}

net::Response too_many(DeviceId const& camera) {
    constexpr auto every = archive::Gallery::kUnaskedEvery;
    auto response = net::problem(
        429, "Photos of \"" + camera + "\" come too fast: " + std::to_string(archive::Gallery::kUnaskedAtOnce) +
                 " are kept at once, and then one in " + std::to_string(every.count()) + " seconds.");
    response.headers.emplace_back("Retry-After", std::to_string(every.count()));
    return response;
}

Result<std::optional<int>> number_in(net::FormPart const& part, int lowest, int highest) {
    auto const read = legacy::read_number(part.bytes, "body", part.name, lowest, highest);
    if (auto const* const invalid = std::get_if<legacy::Invalid>(&read))
        return Error{part.name + ": " + invalid->message};
    return std::optional(std::get<int>(read));
}

Result<std::optional<bool>> yes_or_no_in(net::FormPart const& part) {
    if (part.bytes == "true" || part.bytes == "True" || part.bytes == "1") return std::optional(true);
    if (part.bytes == "false" || part.bytes == "False" || part.bytes == "0") return std::optional(false);
    return Error{part.name + ": it must be true or false"};
}

struct PhotoForm {
    std::string_view photo;
    PhotoTerms terms;
};

template <class T>
std::optional<Error> put(Result<std::optional<T>> read, std::optional<T>& out) {
    if (!read) return read.error();
    out = *read;
    return std::nullopt;
}

Result<PhotoForm> read_photo_form(std::vector<net::FormPart> const& parts) {
    PhotoForm form;
    bool has_photo = false;
    for (auto const& part : parts) {
        std::optional<Error> error;
        if (part.name == "photo") {
            form.photo = part.bytes;
            has_photo = true;
        } else if (part.name == "quality") {
            error = put(number_in(part, 1, 100), form.terms.quality);
        } else if (part.name == "flash_used") {
            error = put(yes_or_no_in(part), form.terms.flash);
        } else if (part.name == "intensity") {
            error = put(number_in(part, 0, 100), form.terms.intensity);
        } else {
            error = Error{"the form has a field that is not known: " + part.name.substr(0, 40)};
        }
        if (error) return *error;
    }
    if (!has_photo) return Error{"the form has no photo"};
    if (form.terms.flash != true) form.terms.intensity.reset(); // of a flash that was lit
    return form;
}

} // namespace

DeviceId LegacyUploads::camera_of(net::Request const& request) const {
    if (auto id = camera_of_(request)) return std::move(*id);
    return hub_.board.default_camera().value_or(std::string(to_string(DeviceKind::esp32cam)));
}

/// Whoever names a new camera with every upload must not push the others off the status board.
bool LegacyUploads::admits(DeviceId const& camera) {
    auto const is_known = [this](DeviceId const& id) { return hub_.board.knows({DeviceKind::esp32cam, id}); };
    if (is_known(camera)) return true;
    std::erase_if(newcomers_, [&is_known](DeviceId const& id) { return !is_known(id); });
    if (newcomers_.size() >= kMaxNewcomers) return false;
    newcomers_.insert(camera);
    return true;
}

/// For the link doctor of a board that is known.
void LegacyUploads::note_shape(DeviceId const& camera, media::JpegCheck const& check, std::size_t total) {
    DeviceKey const key{DeviceKind::esp32cam, camera};
    if (check.size != total) ++hub_.traffic.trimmed_pictures["uploads"];
    if (!hub_.board.knows(key)) return;
    if (!check.has_huffman_tables) hub_.links.note(key, LinkEntry::Kind::no_tables);
    if (check.size != total)
        hub_.links.note(key, LinkEntry::Kind::trimmed, media::extra_bytes_of(check, total),
                        static_cast<std::int64_t>(total - check.size));
}

net::Answer LegacyUploads::photo(net::Request const& request) {
    if (auto refusal = refusal_of_id(request)) return std::move(*refusal);
    auto const parts = net::parse_form_data(request.header("content-type"), request.body);
    if (!parts) return net::problem(400, parts.error().message + ".");
    auto const form = read_photo_form(*parts);
    if (!form) return net::problem(400, form.error().message + ".");
    auto const check = media::walk_jpeg(bytes_of(form->photo));
    if (auto refusal = refusal_of("photo", form->photo, kMaxPhoto, check)) return std::move(*refusal);

    auto const camera = camera_of(request);
    note_shape(camera, check, form->photo.size());
    if (!gallery_.takes_unasked(camera, check.size)) return too_many(camera);
    Photo photo{copy_of(form->photo, check), camera, check.width, check.height, form->terms, hub_.clock.wall()};
    auto const shared = std::make_shared<Photo const>(std::move(photo));
    net::LaterAnswer later;
    later.begin = [this, shared](net::LaterAnswer::Done done) {
        gallery_.store(shared, [tell = std::move(done)](Result<StoredPhoto> const& stored) {
            if (!stored) return tell(net::problem(507, stored.error().message));
            tell(legacy_answer(legacy::photo_stored_document(*stored)));
        });
        return Guard{};
    };
    later.at_limit = [] { return net::problem(503, "The disk did not answer in time."); };
    return later;
}

net::Answer LegacyUploads::frame(net::Request const& request) {
    if (auto refusal = refusal_of_id(request)) return std::move(*refusal);
    auto const begin = hub_.clock.now();
    auto const parts = net::parse_form_data(request.header("content-type"), request.body);
    if (!parts) return net::problem(400, parts.error().message + ".");
    if (parts->size() != 1 || parts->front().name != "frame")
        return net::problem(400, "The form has one field, and that is frame.");
    auto const picture = parts->front().bytes;
    auto const camera = camera_of(request);
    auto const last = taken_.find(camera);
    if (last != taken_.end() && begin - last->second < kLeastBetweenFrames)
        return legacy_answer(legacy::message_document(legacy::Status::success, "Frame skipped (high rate)"));
    auto const check = media::walk_jpeg(bytes_of(picture));
    if (auto refusal = refusal_of("frame", picture, kMaxFrame, check)) return std::move(*refusal);
    if (!admits(camera))
        return net::problem(503, "Too many cameras came that nobody knew; name \"" + camera +
                                     "\" among the boards of the configuration.");

    if (taken_.size() >= hub::StatusBoard::kMaxDevices) taken_.clear();
    taken_[camera] = begin;
    hub_.board.received({DeviceKind::esp32cam, camera}, picture.size());
    note_shape(camera, check, picture.size());
    hub_.registry.publish(
        std::make_shared<Frame const>(Frame{MessageBytes{bytes_of(picture).subspan(check.begin, check.size)}, camera,
                                            check.width, check.height, begin, hub_.clock.wall()}));
    return legacy_answer(legacy::frame_taken_document(std::chrono::duration<double>(hub_.clock.now() - begin).count()));
}

} // namespace watchpost::api
