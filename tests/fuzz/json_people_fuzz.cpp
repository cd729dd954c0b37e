// Any text from a person, a tool or a file, read by every codec that reads such: no number out of its range, what is
// refused is refused in words that can be sent, and what is written down is read back the same.

#include "json_rules.hpp"

#include <watchpost/protocol/command.hpp>
#include <watchpost/protocol/esp32cam.hpp>
#include <watchpost/protocol/legacy.hpp>
#include <watchpost/protocol/pico.hpp>
#include <watchpost/protocol/preset_file.hpp>
#include <watchpost/protocol/stations.hpp>
#include <watchpost/protocol/web.hpp>

using namespace watchpost;
using fuzz::require;
using fuzz::require_number;
using fuzz::require_wire;

namespace {

namespace legacy = protocol::legacy;
namespace web = protocol::web;
using protocol::Json;

WallTime const kNow{std::chrono::seconds(1'795'000'000)};

void check_refusal(Error const& error) {
    require(!error.message.empty(), "a refusal says why");
    require_wire(web::invalid_json(error.message));
    require(error.message.size() < 1000, "a refusal is short", error.message);
}

/// What is accepted can be written to the board that it is for.
void check_body(CommandBody const& body) {
    if (auto const* const action = std::get_if<DeviceAction>(&body)) {
        fuzz::require_sane(*action);
        fuzz::require_board_wire(protocol::esp32cam::action(*action));
    }
    fuzz::require_board_wire(protocol::pico::command(body, kNow));
}

void check_target(Json const& object, ServoTarget const& target, char const* pan, char const* tilt) {
    if (object.contains(pan)) require_number(object, pan, target.pan, 0, 180);
    if (object.contains(tilt)) require_number(object, tilt, target.tilt, 0, 180);
    check_body(target);
}

void check_commands(std::string_view text) {
    auto const servo = protocol::command::read_servo(text);
    auto const action = protocol::command::read_action(text);
    if (!servo) check_refusal(servo.error());
    if (!action) check_refusal(action.error());
    if (action) check_body(*action);
    if (!servo) return;
    require(servo->target.pan || servo->target.tilt, "a servo target has an axis");
    check_target(Json::parse(text), servo->target, "pan", "tilt");
    if (servo->time_to_live)
        require(*servo->time_to_live >= std::chrono::seconds(1) && *servo->time_to_live <= std::chrono::hours(1),
                "a command waits for 1 s to 1 h");
}

template <class T>
bool is_read(legacy::Read<T> const& read) {
    auto const* const invalid = std::get_if<legacy::Invalid>(&read);
    if (invalid == nullptr) return true;
    require_wire(legacy::invalid_document(*invalid));
    return false;
}

void check_legacy(std::string_view text) {
    auto const servo = legacy::read_servo(text);
    auto const action = legacy::read_action(text);
    auto const photo = legacy::read_photo_order(text);
    auto const number = legacy::read_number(text, "query", "page", 1, 100);
    if (is_read(servo)) {
        auto object = Json::parse(text);
        for (auto const* const name : {"servo1", "servo2"})
            if (object.contains(name) && object[name].is_null()) object.erase(name);
        check_target(object, std::get<ServoTarget>(servo), "servo1", "servo2");
    }
    if (is_read(action)) check_body(std::get<DeviceAction>(action));
    if (is_read(photo)) check_body(std::get<DeviceAction>(photo));
    if (is_read(number)) {
        require(std::get<int>(number) >= 1 && std::get<int>(number) <= 100, "a page is 1 to 100", text);
        require(text.find_first_not_of("0123456789") == std::string_view::npos, "a page is written in digits", text);
    }
}

void check_client_id(Json const& object, web::ClientId const& id) {
    auto const answer = require_wire(web::pong(id, kNow));
    if (auto const* const text = std::get_if<std::string>(&id)) {
        fuzz::require_text(*text);
        require(answer["id"] == *text, "a client gets its own id back");
    }
    if (auto const* const number = std::get_if<std::int64_t>(&id)) {
        require_number(object, "id", std::optional(*number), INT64_MIN, INT64_MAX);
        require(answer["id"] == *number, "a client gets its own id back");
    }
}

void check_browser(std::string_view text) {
    auto const message = web::read(text);
    if (!message) return check_refusal(message.error());
    auto const object = Json::parse(text);
    if (auto const* const ping = std::get_if<web::Ping>(&*message)) check_client_id(object, ping->id);
    if (auto const* const painted = std::get_if<web::Painted>(&*message))
        require_number<std::uint64_t>(object, "frame", painted->frame, 1, INT64_MAX);
    if (auto const* const command = std::get_if<web::Command>(&*message)) {
        check_client_id(object, command->id);
        fuzz::require_text(command->device);
        check_body(command->body);
    }
    if (auto const* const bad = std::get_if<web::BadCommand>(&*message)) {
        check_client_id(object, bad->id);
        check_refusal({bad->why});
        require_wire(web::command_refused(bad->id, bad->why));
    }
}

void check_stations(std::string_view text) {
    auto const preset = protocol::stations::read_preset(text);
    auto const go = protocol::stations::read_go(text);
    if (!preset) check_refusal(preset.error());
    if (!go) check_refusal(go.error());
    if (!preset || !*preset) return;
    auto const object = Json::parse(text);
    require_number(object, "pan", std::optional((*preset)->pan), 0, 180);
    require_number(object, "tilt", std::optional((*preset)->tilt), 0, 180);
}

void check_preset_file(std::string_view text) {
    auto const table = protocol::preset_file::read(text);
    if (!table) return check_refusal(table.error());
    for (auto const& [station, presets] : *table) {
        require(is_device_id(station), "a station has a device's id", station);
        for (auto const& [name, angles] : presets) {
            require(is_preset_name(name), "a preset has a good name", name);
            for (int const angle : {angles.pan, angles.tilt})
                require(angle >= 0 && angle <= 180, "an angle is 0 to 180", name);
        }
    }
    auto const written = protocol::preset_file::write(*table);
    auto const again = protocol::preset_file::read(written);
    require(again && *again == *table, "presets are read back as they were written", written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = fuzz::text_of(data, size);
    check_commands(text);
    check_legacy(text);
    check_browser(text);
    check_stations(text);
    check_preset_file(text);
    return 0;
}
