#include "commands.hpp"

#include <watchpost/hub/command_target.hpp>
#include <watchpost/protocol/command.hpp>

#include <charconv>

namespace watchpost::api {
namespace {

/// A form of another web page cannot send this type without being asked first (SECURITY rule 7).
std::optional<net::Response> check_type(net::Request const& request) {
    auto const type = request.header("content-type");
    if (type.substr(0, type.find(';')) == "application/json") return std::nullopt;
    return net::problem(415, "Content-Type must be application/json.");
}

net::Response report_of(CommandReport const& report, int status) {
    net::Response response;
    response.status = status;
    response.content_type = "application/json";
    response.body = protocol::command::document(report);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

net::Answer submit(hub::Hub& hub, DeviceId const& id, CommandBody body, std::chrono::milliseconds time_to_live) {
    bool const known = hub.board.knows({DeviceKind::pico, id}) || hub.board.knows({DeviceKind::esp32cam, id});
    auto const target = hub::command_target(hub.board, id, body);
    if (!target) return net::problem(known ? 400 : 404, target.error().message);
    return report_of(hub.commands.submit(*target, std::move(body), time_to_live), 202);
}

} // namespace

net::Answer post_servo(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const servo = protocol::command::read_servo(request.body);
    if (!servo) return net::problem(400, servo.error().message);
    return submit(hub, request.parameters.at("id"), servo->target, servo->time_to_live);
}

net::Answer post_action(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const action = protocol::command::read_action(request.body);
    if (!action) return net::problem(400, action.error().message);
    return submit(hub, request.parameters.at("id"), *action, hub::CommandBook::kTimeToLive);
}

net::Answer get_command(hub::Hub const& hub, net::Request const& request) {
    auto const& text = request.parameters.at("id");
    CommandId id = 0;
    auto const result = std::from_chars(text.data(), text.data() + text.size(), id);
    auto const report = result.ptr == text.data() + text.size() ? hub.commands.find(id) : std::nullopt;
    if (!report) return net::problem(404, "There is no command " + text + ".");
    return report_of(*report, 200);
}

} // namespace watchpost::api
