#include "stations.hpp"

#include "author.hpp"
#include "commands.hpp"
#include "json_answer.hpp"

#include <watchpost/protocol/stations.hpp>

namespace watchpost::api {
namespace {

using hub::PresetOutcome;
using net::Answer;
using net::Request;
using net::Response;

Response no_preset(std::string const& name) {
    return net::problem(404, "There is no preset \"" + name + "\" at this station.");
}

std::string const& name_of(Request const& request) {
    return request.parameters.at("name");
}

/// What a handler answers for a station that there is.
using OfStation = std::function<Answer(hub::Hub&, StationStatus const&, Request const&)>;

Answer get_preset(hub::Hub& hub, StationStatus const& status, Request const& request) {
    auto const& name = name_of(request);
    auto const angles = hub.stations.preset(status.station.id, name);
    if (!angles) return no_preset(name);
    return json_answer(protocol::stations::preset_document({name, *angles}));
}

Response told(PresetOutcome outcome, hub::PresetChange const& change, std::string const& why) {
    switch (outcome) {
    case PresetOutcome::added:
    case PresetOutcome::replaced:
        return json_answer(protocol::stations::preset_document({change.name, *change.angles}),
                           outcome == PresetOutcome::added ? 201 : 200);
    case PresetOutcome::removed: {
        Response response;
        response.status = 204;
        return response;
    }
    case PresetOutcome::unknown:
        return no_preset(change.name);
    case PresetOutcome::too_many:
        return net::problem(409, "This station has " + std::to_string(hub::Stations::kMaxPresets) +
                                     " presets, which is the most; delete one first.");
    case PresetOutcome::busy:
        return net::problem(503, "The preset was not changed: " + why + ".");
    case PresetOutcome::not_kept:
        break;
    }
    return net::problem(507, "The presets are as they were: " + why + ".");
}

void note(hub::AuditTrail& trail, Author const& author, PresetOutcome outcome, hub::PresetChange const& change,
          std::string const& why) {
    bool const is_done =
        outcome == PresetOutcome::added || outcome == PresetOutcome::replaced || outcome == PresetOutcome::removed;
    auto const detail =
        change.angles ? "pan " + std::to_string(change.angles->pan) + ", tilt " + std::to_string(change.angles->tilt)
                      : std::string();
    auto const reason = outcome == PresetOutcome::unknown    ? "there is none of that name"
                        : outcome == PresetOutcome::too_many ? "there are as many as there may be"
                                                             : why;
    trail.note({author, change.angles ? "preset_saved" : "preset_deleted", change.station + "/" + change.name, detail,
                is_done ? "done" : "failed", is_done ? "" : reason});
}

/// Answers once the change is on the disk.
Answer change_preset(hub::Hub& hub, hub::PresetChange change, Author author) {
    net::LaterAnswer later;
    later.begin = [&hub, change = std::move(change), author = std::move(author)](net::LaterAnswer::Done done) {
        auto tell = [&hub, change, author, done = std::move(done)](PresetOutcome outcome, std::string const& why) {
            note(hub.audit, author, outcome, change, why);
            done(told(outcome, change, why));
        };
        hub.stations.change(change, std::move(tell));
        return Guard{};
    };
    later.at_limit = [] {
        return net::problem(503, "The disk has not answered in time; whether the preset was changed is not known yet.");
    };
    return later;
}

Answer put_preset(hub::Hub& hub, StationStatus const& status, Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const& name = name_of(request);
    if (!is_preset_name(name))
        return net::problem(400, "name: \"" + name +
                                     "\" is not allowed; it must be 1 to 32 of the characters a-z, 0-9, _ and -");
    auto const asked = protocol::stations::read_preset(request.body);
    if (!asked) return net::problem(400, asked.error().message);
    if (*asked) return change_preset(hub, {status.station.id, name, *asked}, author_of(request));
    auto const now = hub.board.telemetry({DeviceKind::pico, status.station.pico});
    if (!now.servo1_angle || !now.servo2_angle)
        return net::problem(409,
                            "The Pico \"" + status.station.pico +
                                "\" has not told yet where its servos stand; name pan and tilt, or move it first.");
    return change_preset(hub, {status.station.id, name, Angles{*now.servo1_angle, *now.servo2_angle}},
                         author_of(request));
}

Answer delete_preset(hub::Hub& hub, StationStatus const& status, Request const& request) {
    return change_preset(hub, {status.station.id, name_of(request), std::nullopt}, author_of(request));
}

Answer go(hub::Hub& hub, StationStatus const& status, Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const smooth = protocol::stations::read_go(request.body);
    if (!smooth) return net::problem(400, smooth.error().message);
    auto const angles = hub.stations.preset(status.station.id, name_of(request));
    if (!angles) return no_preset(name_of(request));
    auto const& pico = status.station.pico;
    if (!hub.board.knows({DeviceKind::pico, pico}))
        return net::problem(409, "The Pico \"" + pico + "\" of this station has never come.");
    return submit_command(hub, request, pico, ServoTarget{angles->pan, angles->tilt, *smooth}, std::nullopt);
}

} // namespace

void add_station_routes(net::Router& router, hub::Hub& hub) {
    auto const add = [&](char const* method, std::string const& rest, OfStation handle) {
        auto answer = [&hub, handle = std::move(handle)](Request const& request) -> Answer {
            auto const& id = request.parameters.at("id");
            auto const status = hub.stations.find(id);
            if (!status) return net::problem(404, "There is no station \"" + id + "\".");
            return handle(hub, *status, request);
        };
        auto const access = std::string_view(method) == "GET" ? net::Access::viewer : net::Access::operate;
        router.add({method, "/api/v1/stations/{id}" + rest, access, std::move(answer)});
    };
    router.add({"GET", "/api/v1/stations", net::Access::viewer, [&hub](Request const&) -> Answer {
                    return json_answer(protocol::stations::stations_document(hub.stations.list()));
                }});
    add("GET", "", [](hub::Hub&, StationStatus const& status, Request const&) -> Answer {
        return json_answer(protocol::stations::station_document(status));
    });
    add("GET", "/presets", [](hub::Hub&, StationStatus const& status, Request const&) -> Answer {
        return json_answer(protocol::stations::presets_document(status.presets));
    });
    add("GET", "/presets/{name}", get_preset);
    add("PUT", "/presets/{name}", put_preset);
    add("DELETE", "/presets/{name}", delete_preset);
    add("POST", "/presets/{name}/go", go);
}

} // namespace watchpost::api
