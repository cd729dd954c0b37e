// Any text from a board, read as a Pico's and as a camera's: no number out of its range, no text that is long or
// broken, and what it is told in return is JSON that it can take.

#include "json_rules.hpp"

#include <watchpost/protocol/esp32cam.hpp>
#include <watchpost/protocol/pico.hpp>

using namespace watchpost;
using fuzz::require;
using fuzz::require_board_wire;
using fuzz::require_number;
using fuzz::require_text;

namespace {

namespace esp32cam = protocol::esp32cam;
namespace pico = protocol::pico;
using protocol::Json;

WallTime const kNow{std::chrono::seconds(1'795'000'000)};

void check_telemetry(Json const& object, Telemetry const& told) {
    constexpr auto most_memory = std::uint64_t{1} << 32U;
    if (told.firmware) require_text(*told.firmware);
    if (told.firmware) require(told.firmware->size() <= 32, "a version is short", *told.firmware);
    require_number(object, "rssi", told.rssi_dbm, -127, 0);
    require_number(object, "servo1_angle", told.servo1_angle, 0, 180);
    require_number(object, "servo2_angle", told.servo2_angle, 0, 180);
    if (!told.memory_free_bytes) return;
    require(*told.memory_free_bytes <= most_memory, "no board has more than 4 GiB");
    bool const is_named = object.contains("memory_free") || object.contains("memory");
    require(is_named, "memory is told under one of its names");
}

struct CheckPico {
    Json const& object;

    void operator()(pico::Ack const& ack) const {
        require_text(ack.command_type);
        require_text(ack.status);
        require_text(ack.detail);
        for (auto const& angle : {ack.pan, ack.tilt})
            require(!angle || (*angle >= 0 && *angle <= 180), "an angle is 0 to 180", ack.detail);
    }
    void operator()(pico::Log const& log) const { require_text(log.message); }
    void operator()(pico::SensorData const& data) const {
        require_text(data.sensor_type);
        require(data.sequence >= 0, "a sequence is not negative");
        auto const answer = require_board_wire(pico::sensor_ack(data, kNow));
        require(answer["sequence"] == data.sequence, "the sequence goes back as it came");
    }
    void operator()(pico::Unknown const& unknown) const { require_text(unknown.type); }
    void operator()(pico::Connect const&) const { require(object["type"] == "connect", "a word is not guessed"); }
    void operator()(pico::Ping const&) const { require(object["type"] == "ping", "a word is not guessed"); }
    void operator()(pico::Pong const&) const { require(object["type"] == "pong", "a word is not guessed"); }
};

struct CheckCamera {
    Json const& object;

    void operator()(esp32cam::FrameAnnounced const& frame) const {
        require_number<std::int64_t>(object, "size", frame.size, 0, INT64_MAX);
    }
    void operator()(esp32cam::PhotoAnnounced const& photo) const {
        require_number<std::int64_t>(object, "size", photo.size, 0, INT64_MAX);
        require_number(object, "quality", photo.terms.quality, 1, 100);
        require_number(object, "flash_intensity", photo.terms.intensity, 0, 100);
        require(!photo.terms.intensity || photo.terms.flash == true, "only a flash that was lit has an intensity");
    }
    void operator()(esp32cam::Log const& log) const { require_text(log.message); }
    void operator()(esp32cam::Trouble const& trouble) const {
        require_text(trouble.type);
        require_text(trouble.message);
    }
    void operator()(esp32cam::Answered const& answer) const {
        require_text(answer.about);
        require_text(answer.detail);
    }
    void operator()(esp32cam::SettingTold const& setting) const {
        require_text(setting.name);
        require(setting.value.size() <= 20, "a setting is a switch or a whole number", setting.value);
    }
    void operator()(esp32cam::Other const& other) const { require_text(other.type); }
    void operator()(esp32cam::Hello const&) const {}
    void operator()(esp32cam::PhotoSent const&) const {}
    void operator()(esp32cam::Heartbeat const&) const {}
};

/// Text that is no JSON at all can stand in what is sent too, for example in a reason.
void check_any_text(std::string_view text) {
    fuzz::require_wire(protocol::to_wire({{"any", text}}));
    auto const sent = protocol::to_board_wire({{"any", text}});
    require(fuzz::is_ascii(sent), "a board gets ASCII", sent);
    auto const back = fuzz::require_wire(sent);
    if (fuzz::is_utf8(text)) require(back["any"] == std::string(text), "text arrives as it was sent", sent);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    check_any_text(text);
    auto const object = protocol::parse_object(text);
    auto const from_pico = pico::read(text);
    auto const from_camera = esp32cam::read(text);
    require(bool(from_pico) == bool(object) && bool(from_camera) == bool(object), "every object is a message");
    if (!object) return 0;
    check_telemetry(*object, from_pico->telemetry);
    check_telemetry(*object, from_camera->telemetry);
    std::visit(CheckPico{*object}, from_pico->what);
    std::visit(CheckCamera{*object}, from_camera->what);
    return 0;
}
