#include "web_event.hpp"

namespace watchpost::protocol::web {
namespace {

/// Puts what happened into the event's object.
struct Fill {
    Json& json;
    void operator()(Event::DeviceOnline const& online) const {
        json["type"] = "device_online";
        json["more"] = online.more;
    }
    void operator()(Event::DeviceOffline const& offline) const {
        json["type"] = "device_offline";
        json["reason"] = offline.reason;
        json["more"] = offline.more;
    }
    void operator()(Event::DeviceConflict const& conflict) const {
        json["type"] = "device_conflict";
        json["message"] = conflict.message;
    }
    void operator()(Event::Log const& log) const {
        json["type"] = "log";
        json["level"] = to_string(log.severity);
        json["message"] = log.message;
    }
    void operator()(Event::SensorData const& sensor) const {
        json["type"] = "sensor_data";
        json["sensor_type"] = sensor.sensor_type;
        json["sequence"] = sensor.sequence;
    }
    void operator()(Event::DeviceError const& error) const {
        json["type"] = "device_error";
        json["message"] = error.message;
    }
    void operator()(Event::PhotoCaptured const& captured) const {
        auto const& photo = captured.photo;
        json["type"] = "photo_captured";
        json["id"] = photo.id;
        json["filename"] = photo.id + ".jpg";
        json["url"] = photo_url(photo.id);
        json["size"] = photo.size;
        json["quality"] = or_null(photo.terms.quality);
        json["flash_used"] = or_null(photo.terms.flash);
        json["intensity"] = or_null(photo.terms.intensity);
    }
    void operator()(Event::PhotoFailed const& failed) const {
        json["type"] = "photo_failed";
        json["message"] = failed.message;
    }
    void operator()(Event::PhotoDeleted const& deleted) const {
        json["type"] = "photo_deleted";
        json["id"] = deleted.id;
        json["filename"] = deleted.id + ".jpg";
    }
    void operator()(Event::AccessRefused const& refused) const {
        json["type"] = "access_refused";
        json["device"] = nullptr;
        json["kind"] = nullptr;
        json["address"] = refused.address;
        json["request"] = refused.request;
        json["reason"] = refused.reason;
        json["more"] = refused.more;
        json["message"] = refused.address + " was refused at " + refused.request + ": " + refused.reason;
    }
};

} // namespace

Json event_json(Event const& event) {
    Json json{
        {"timestamp", to_rfc3339(event.time)}, {"device", event.device.id}, {"kind", to_string(event.device.kind)}};
    std::visit(Fill{json}, event.what);
    return json;
}

std::string photo_url(std::string const& id) {
    return "/api/v1/photos/" + id;
}

} // namespace watchpost::protocol::web
