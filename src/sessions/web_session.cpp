#include "web_session.hpp"

#include <watchpost/hub/command_target.hpp>

namespace watchpost::sessions {
namespace {

/// Of the same emergency stop of one client; who asks more often than that hears of its end so often.
constexpr std::size_t kMaxTogether = 16;

bool is_emergency_stop(CommandBody const& body) {
    auto const* const action = std::get_if<DeviceAction>(&body);
    return action != nullptr && action->action.starts_with("emergency_stop");
}

} // namespace

WebSession::WebSession(net::Link& link, hub::Hub& hub, StatusFeed& feed, Browser browser)
    : link_(link)
    , hub_(hub)
    , feed_(feed)
    , browser_(std::move(browser))
    , subscription_(hub.events.subscribe(*this))
    , command_news_(hub.commands.subscribe(*this)) {
    hub_.board.touch();
    send_status();
    rights_ = browser_.ends(link_);
}

void WebSession::on_text(std::string_view text) {
    BrowserMessages const browser{link_, hub_, "/ws", browser_.who, complaints_};
    auto const message = browser.read(text);
    if (!message) return;
    if (std::holds_alternative<protocol::web::StartStream>(*message))
        return link_.send(protocol::web::stream_error("pictures are sent on /ws/video"));
    if (auto const* const command = std::get_if<protocol::web::Command>(&*message)) return obey(*command);
    if (auto const* const bad = std::get_if<protocol::web::BadCommand>(&*message))
        return link_.send(protocol::web::command_refused(bad->id, bad->why));
    browser.answer(*message);
    if (std::holds_alternative<protocol::web::Authenticate>(*message) ||
        std::holds_alternative<protocol::web::GetStatus>(*message))
        send_status();
}

void WebSession::on_binary(MessageBytes) {
    ++hub_.traffic.invalid_messages["/ws"];
}

void WebSession::on_tick(SteadyTime now) {
    tell_owed_stops();
    if (now - sent_at_ < StatusFeed::kEvery || link_.is_congested()) return;
    if (feed_.has_news(sent_version_)) send_status();
}

void WebSession::on_end(net::EndInfo const&) {
    rights_.release();
    subscription_.release();
    command_news_.release();
    hub_.board.touch();
}

void WebSession::on_event(Event const& event) {
    link_.send(protocol::web::event(event));
}

void WebSession::obey(protocol::web::Command const& command) {
    auto author = auth::author_of(browser_.who, "/ws");
    if (browser_.who.role != auth::Role::operator_) {
        hub_.audit.note({std::move(author), "command", {}, {}, "refused", "role"});
        return link_.send(
            protocol::web::command_refused(command.id, "A viewer only looks; this needs the role operator."));
    }
    auto const target = hub::command_target(hub_.board, command.device, command.body);
    if (!target) return link_.send(protocol::web::command_refused(command.id, target.error().message));
    auto const report = hub_.commands.submit(*target, command.body, command.time_to_live, std::move(author));
    if (!is_final(report.state))
        if (auto& ids = commands_[report.id]; ids.size() < kMaxTogether) ids.push_back(command.id);
    link_.send(protocol::web::command_state(command.id, report));
}

void WebSession::on_command(CommandReport const& report) {
    tell_of_stop(report);
    auto const it = commands_.find(report.id);
    if (it == commands_.end()) return;
    auto const ids = it->second;
    if (is_final(report.state)) commands_.erase(it);
    for (auto const& id : ids)
        link_.send(protocol::web::command_state(id, report));
}

void WebSession::on_stop_again(CommandReport const& report) {
    stops_owed_.insert(report.device.id);
    tell_owed_stops();
}

/// Once per stop, at its first report: when it waits for a board that is away, that is before it is sent.
void WebSession::tell_of_stop(CommandReport const& report) {
    bool const is_under_way = report.state == CommandState::queued || report.state == CommandState::sent;
    if (!is_under_way || report.id <= last_stop_ || !is_emergency_stop(report.body)) return;
    last_stop_ = report.id;
    stops_owed_.insert(report.device.id);
    tell_owed_stops();
}

/// Somebody else's flood of stops is told of once it is over, and pushes nobody out meanwhile.
void WebSession::tell_owed_stops() {
    if (link_.is_congested()) return;
    for (auto const& device : std::exchange(stops_owed_, {}))
        link_.send(protocol::web::emergency_stop(device));
}

void WebSession::send_status() {
    auto text = feed_.text();
    sent_version_ = feed_.version();
    sent_at_ = hub_.clock.now();
    link_.send(std::move(text));
}

} // namespace watchpost::sessions
