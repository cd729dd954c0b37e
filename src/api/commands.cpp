#include "commands.hpp"

#include "author.hpp"
#include "json_answer.hpp"

#include <watchpost/hub/command_target.hpp>
#include <watchpost/protocol/command.hpp>

#include <charconv>

namespace watchpost::api {
namespace {

net::Response report_of(CommandReport const& report, int status) {
    return json_answer(protocol::command::document(report), status);
}

constexpr int kLongestWait = 60'000;

/// `?wait=MS`; 0 when there is none.
Result<std::chrono::milliseconds> wait_of(net::Request const& request) {
    auto const it = request.query.find("wait");
    if (it == request.query.end()) return std::chrono::milliseconds(0);
    auto const& text = it->second;
    int value = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ptr != text.data() + text.size() || read.ec != std::errc{} || value < 1 ||
        value > kLongestWait)
        return Error{"wait: \"" + text + "\" is not allowed; it must be a whole number of milliseconds from 1 to " +
                     std::to_string(kLongestWait)};
    return std::chrono::milliseconds(value);
}

/// Tells the end of one command.
class EndOfCommand final : private hub::CommandSubscriber {
public:
    EndOfCommand(hub::Hub& hub, CommandId id, net::LaterAnswer::Done done)
        : id_(id)
        , done_(std::move(done))
        , news_(hub.commands.subscribe(*this)) {}

private:
    void on_command(CommandReport const& report) override {
        if (report.id == id_ && is_final(report.state)) done_(report_of(report, 200));
    }

    CommandId id_;
    net::LaterAnswer::Done done_;
    Guard news_;
};

net::Answer wait_for_end(hub::Hub& hub, CommandId id, std::chrono::milliseconds limit) {
    net::LaterAnswer later;
    later.limit = limit;
    later.begin = [&hub, id](net::LaterAnswer::Done done) {
        auto waiting = std::make_shared<EndOfCommand>(hub, id, std::move(done));
        return Guard{[waiting]() mutable { waiting.reset(); }};
    };
    // Not yet final, so it is not forgotten.
    later.at_limit = [&hub, id] { return report_of(*hub.commands.find(id), 200); };
    return later;
}

} // namespace

std::optional<net::Response> check_type(net::Request const& request) {
    auto const type = request.header("content-type");
    if (type.substr(0, type.find(';')) == "application/json") return std::nullopt;
    return net::problem(415, "Content-Type must be application/json.");
}

net::Answer submit_command(hub::Hub& hub, net::Request const& request, DeviceId const& id, CommandBody body,
                           std::optional<std::chrono::milliseconds> time_to_live) {
    auto const wait = wait_of(request);
    if (!wait) return net::problem(400, wait.error().message);
    bool const known = hub.board.knows({DeviceKind::pico, id}) || hub.board.knows({DeviceKind::esp32cam, id});
    auto const target = hub::command_target(hub.board, id, body);
    if (!target) return net::problem(known ? 400 : 404, target.error().message);
    auto const report = hub.commands.submit(*target, std::move(body), time_to_live, author_of(request));
    if (wait->count() == 0) return report_of(report, 202);
    if (is_final(report.state)) return report_of(report, 200);
    return wait_for_end(hub, report.id, *wait);
}

net::Answer post_servo(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const servo = protocol::command::read_servo(request.body);
    if (!servo) return net::problem(400, servo.error().message);
    return submit_command(hub, request, request.parameters.at("id"), servo->target, servo->time_to_live);
}

net::Answer post_action(hub::Hub& hub, net::Request const& request) {
    if (auto refusal = check_type(request)) return std::move(*refusal);
    auto const action = protocol::command::read_action(request.body);
    if (!action) return net::problem(400, action.error().message);
    return submit_command(hub, request, request.parameters.at("id"), *action, std::nullopt);
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
