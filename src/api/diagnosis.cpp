#include "diagnosis.hpp"

#include "json_answer.hpp"

#include <watchpost/protocol/diagnosis.hpp>

namespace watchpost::api {

net::Response get_diagnosis(hub::Hub const& hub, net::Request const& request) {
    auto const& id = request.parameters.at("id");
    std::optional<DeviceKind> wanted;
    if (auto const it = request.query.find("kind"); it != request.query.end()) {
        wanted = device_kind_from(it->second);
        if (!wanted) return net::problem(400, "kind: \"" + it->second + "\" is not known; use esp32cam or pico");
    }
    for (auto const kind : {DeviceKind::esp32cam, DeviceKind::pico}) {
        DeviceKey const key{kind, id};
        if ((wanted && wanted != kind) || !hub.board.knows(key)) continue;
        auto report = hub.links.report(key);
        report.complaints = hub.board.complaints(key);
        return json_answer(protocol::diagnosis_document(report));
    }
    return net::problem(404, "There is no board \"" + id + "\".");
}

} // namespace watchpost::api
