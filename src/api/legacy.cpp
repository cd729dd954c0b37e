#include "legacy.hpp"

#include "json_answer.hpp"
#include "legacy_control.hpp"
#include "legacy_gallery.hpp"
#include "legacy_status.hpp"
#include "legacy_uploads.hpp"

#include <algorithm>

namespace watchpost::api {
namespace {

using net::Access;
using net::Answer;
using net::Request;

/// A form around a picture.
constexpr std::size_t kFormOverhead = 16 * 1024;

template <class Right>
std::optional<DeviceStatus> first_that(hub::Hub const& hub, Right is_right) {
    auto devices = hub.board.devices();
    auto const it = std::find_if(devices.begin(), devices.end(), is_right);
    return it == devices.end() ? std::nullopt : std::optional(std::move(*it));
}

bool is_pico(DeviceStatus const& device) {
    return device.key.kind == DeviceKind::pico;
}

} // namespace

net::Response legacy_answer(std::string document, int status) {
    return json_answer(std::move(document), status);
}

net::Response legacy_refusal(protocol::legacy::Invalid const& invalid) {
    return legacy_answer(protocol::legacy::invalid_document(invalid), 422);
}

std::optional<DeviceStatus> legacy_pico(hub::Hub const& hub) {
    for (auto const& [station, presets] : hub.stations.list()) {
        if (station.camera != hub.board.default_camera()) continue;
        DeviceStatus away;
        away.key = {DeviceKind::pico, station.pico};
        auto known = first_that(hub, [&away](auto const& one) { return one.key == away.key; });
        return known ? std::move(known) : std::optional(std::move(away));
    }
    if (auto pico = first_that(hub, [](auto const& one) { return is_pico(one) && one.online; })) return pico;
    return first_that(hub, is_pico);
}

std::optional<DeviceStatus> legacy_camera(hub::Hub const& hub) {
    auto const& id = hub.board.default_camera();
    if (!id) return std::nullopt;
    DeviceKey const key{DeviceKind::esp32cam, *id};
    return first_that(hub, [&key](auto const& one) { return one.key == key; });
}

void add_legacy_routes(net::Router& router, Sources const& sources) {
    auto& hub = sources.hub;
    auto& gallery = sources.gallery;
    auto const add = [&router](char const* method, char const* path, std::function<Answer(Request const&)> handle) {
        auto const access = std::string_view(method) == "GET" ? Access::viewer : Access::operate;
        router.add({method, path, access, std::move(handle)});
    };
    add("POST", "/set_servo", [&hub](Request const& request) { return set_servo(hub, request); });
    add("POST", "/set_action", [&hub](Request const& request) { return set_action(hub, request); });
    add("POST", "/manual_photo", [&hub](Request const& request) { return manual_photo(hub, request); });

    add("GET", "/get_gallery", [&gallery](Request const& request) { return get_gallery(gallery, request); });
    add("GET", "/gallery/{filename}", [&gallery](Request const& request) { return gallery_file(gallery, request); });
    add("POST", "/delete_photo/{filename}", [&gallery, &trail = sources.hub.audit](Request const& request) {
        return delete_gallery_file(gallery, trail, request);
    });
    add("GET", "/get_photo_count", [&gallery](Request const&) {
        return legacy_answer(protocol::legacy::photo_count_document(gallery.count(std::nullopt)));
    });

    auto const machine = std::make_shared<MachineWatch>(sources.workers, sources.data_dir);
    add("GET", "/get_status", [&hub, machine](Request const&) { return get_status(hub, *machine); });
    add("GET", "/get_esp32cam_status", [&hub](Request const&) { return get_esp32cam_status(hub); });

    auto const uploads = std::make_shared<LegacyUploads>(hub, gallery, sources.camera_of);
    router.add({"POST", "/upload_photo", Access::upload,
                [uploads](Request const& request) { return uploads->photo(request); }, false, true,
                LegacyUploads::kMaxPhoto + kFormOverhead});
    router.add({"POST", "/upload_frame", Access::upload,
                [uploads](Request const& request) { return uploads->frame(request); }, false, true,
                LegacyUploads::kMaxFrame + kFormOverhead});
}

} // namespace watchpost::api
