#include "account.hpp"
#include "cameras.hpp"
#include "commands.hpp"
#include "diagnosis.hpp"
#include "health.hpp"
#include "json_answer.hpp"
#include "legacy.hpp"
#include "machine.hpp"
#include "metrics.hpp"
#include "photos.hpp"
#include "stations.hpp"

#include <watchpost/api/api.hpp>
#include <watchpost/auth/doors.hpp>
#include <watchpost/protocol/web.hpp>

namespace watchpost::api {
namespace {

using net::Access;
using net::Answer;
using net::Request;

} // namespace

void add_routes(net::Router& router, Sources sources, std::function<Answer(Request const&)> page) {
    auto& hub = sources.hub;
    auto& gallery = sources.gallery;
    auto const get = [&router](char const* pattern, Access access, std::function<Answer(Request const&)> handle) {
        router.add({"GET", pattern, access, std::move(handle), false, false});
    };
    get("/health", Access::open, [sources, strangers = std::make_shared<HealthForStrangers>()](Request const& request) {
        bool const admitted = request.visit && request.visit->who.role;
        return admitted ? health(sources, true) : strangers->answer(sources);
    });
    get("/livez", Access::open, [sources](Request const&) { return livez(sources); });
    get("/readyz", Access::open, [sources](Request const&) { return readyz(sources); });
    auto const disk =
        std::make_shared<FreePercent>(sources.workers, [folder = sources.data_dir] { return free_percent(folder); });
    get("/metrics", Access::viewer, [sources, disk](Request const&) { return get_metrics(sources, *disk); });

    get("/api/v1/status", Access::viewer,
        [&](Request const&) { return json_answer(protocol::web::status_document(hub.status())); });
    get("/api/v1/devices", Access::viewer,
        [&](Request const&) { return json_answer(protocol::web::devices_document(hub.board.devices())); });
    get("/api/v1/devices/{id}/diagnosis", Access::viewer,
        [&](Request const& request) { return get_diagnosis(hub, request); });
    get("/api/v1/events", Access::viewer,
        [&](Request const&) { return json_answer(protocol::web::events_document(hub.events.remembered())); });

    auto const post = [&router](char const* pattern, std::function<Answer(Request const&)> handle) {
        router.add({"POST", pattern, Access::operate, std::move(handle), false, false});
    };
    post("/api/v1/devices/{id}/servo", [&](Request const& request) { return post_servo(hub, request); });
    post("/api/v1/devices/{id}/actions", [&](Request const& request) { return post_action(hub, request); });
    get("/api/v1/commands/{id}", Access::viewer, [&](Request const& request) { return get_command(hub, request); });

    add_account_routes(router, sources);
    add_station_routes(router, hub);

    get("/api/v1/photos", Access::viewer, [&](Request const& request) { return get_photos(gallery, request); });
    get("/api/v1/photos/{id}", Access::viewer,
        [&](Request const& request) { return get_photo(gallery, request.parameters.at("id")); });
    router.add({"DELETE", "/api/v1/photos/{id}", Access::operate,
                [&](Request const& request) { return delete_photo(gallery, hub.audit, request); }});

    add_legacy_routes(router, sources);

    get("/api/v1/cameras/{id}/frame.jpeg", Access::viewer,
        [&](Request const& request) { return frame_jpeg(hub, request, request.parameters.at("id")); });
    get("/api/v1/cameras/{id}/stream.mjpeg", Access::viewer,
        [sources](Request const& request) { return stream_mjpeg(sources, request, request.parameters.at("id")); });

    // What people's tools already type (CONVENTIONS).
    for (auto const* path : {"/snapshot", "/capture"})
        get(path, Access::viewer, [&](Request const& request) { return frame_jpeg(hub, request, std::nullopt); });
    for (auto const* path : {"/stream", "/esp32_video_feed"})
        get(path, Access::viewer,
            [sources](Request const& request) { return stream_mjpeg(sources, request, std::nullopt); });
    get("/", Access::viewer, [&hub, sources, show_page = std::move(page)](Request const& request) {
        auto const action = request.query.find("action");
        if (action == request.query.end()) return show_page(request);
        if (action->second == "snapshot") return frame_jpeg(hub, request, std::nullopt);
        if (action->second == "stream") return stream_mjpeg(sources, request, std::nullopt);
        return Answer{net::problem(400, "action: \"" + action->second + "\" is not known; use stream or snapshot")};
    });
}

} // namespace watchpost::api
