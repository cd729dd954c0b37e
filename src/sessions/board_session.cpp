#include "board_session.hpp"

namespace watchpost::sessions {
namespace {

/// Older ESP-IDF clients drop every byte that comes in one read with the 101, so the first message waits (DEVICES
/// rule 3).
constexpr auto kAckDelay = std::chrono::milliseconds(100);

std::string describe(net::EndInfo const& end) {
    switch (end.cause) {
    case net::EndInfo::Cause::peer_closed:
        return "the board closed the link";
    case net::EndInfo::Cause::we_closed:
        return end.reason;
    case net::EndInfo::Cause::vanished:
        return "the link was lost";
    case net::EndInfo::Cause::odd_length:
    case net::EndInfo::Cause::broke_protocol:
        return "the board broke the WebSocket protocol";
    case net::EndInfo::Cause::silent:
        return "no sign of life";
    case net::EndInfo::Cause::too_slow:
        return "the board took nothing that was sent";
    case net::EndInfo::Cause::flood:
        return "the board sent too many pings";
    case net::EndInfo::Cause::unfinished:
        return "the board began a message and did not end it in time";
    case net::EndInfo::Cause::fault:
        break;
    }
    return "a fault of the daemon";
}

/// A limit of ours that the board does not keep has another cure than a broken protocol.
hub::LinkEnd link_end(net::EndInfo const& end) {
    bool const too_big = end.cause == net::EndInfo::Cause::broke_protocol && end.code == net::close_code::kTooBig;
    return {too_big ? "too_big" : net::close_policy(end).label, end.reason};
}

} // namespace

BoardSession::BoardSession(net::Link& link, hub::Hub& hub, char const* endpoint, DeviceKey key, PeerInfo peer)
    : link_(link)
    , hub_(hub)
    , key_(std::move(key))
    , is_secure_(peer.secure)
    , endpoint_(endpoint)
    , account_(hub.quotas.account(peer.credential, peer.boards))
    , ack_due_(hub.clock.now() + kAckDelay) {
    link_.set_label(key_.id);
    hub_.links.connected(key_, peer);
    attachment_ = hub_.registry.attach(key_, *this, std::move(peer));
}

void BoardSession::on_text(std::string_view text) {
    acknowledge();
    if (!is_current()) return;
    hub_.board.received(key_, text.size());
    hub_.links.heard(key_);
    if (may_talk()) on_message(text);
    accept_commands();
}

void BoardSession::on_binary(MessageBytes bytes) {
    acknowledge();
    if (!is_current()) return;
    hub_.board.received(key_, bytes.size());
    hub_.links.heard(key_);
    on_data(std::move(bytes));
    accept_commands();
}

void BoardSession::on_tick(SteadyTime now) {
    if (now >= ack_due_) {
        acknowledge();
        accept_commands();
    }
    on_time(now);
}

void BoardSession::on_sign_of_life() {
    if (!is_current()) return;
    hub_.board.seen(key_);
    hub_.links.heard(key_);
}

void BoardSession::on_end(net::EndInfo const& end) {
    commands_.release();
    if (is_current()) hub_.links.ended(key_, link_end(end));
    attachment_.leave(describe(end));
}

void BoardSession::on_replaced() {
    link_.close(net::close_code::kReplaced, "replaced");
}

void BoardSession::acknowledge() {
    if (std::exchange(acknowledged_, true)) return;
    link_.send(connection_ack());
}

/// After the board's first word, which may say how its servos stand: a command that waits for it may name one axis
/// only.
void BoardSession::accept_commands() {
    if (!is_current() || std::exchange(accepts_commands_, true)) return;
    commands_ = hub_.commands.attach(key_, *this);
}

void BoardSession::count_invalid() {
    ++hub_.traffic.invalid_messages[endpoint_];
    hub_.board.sent_invalid(key_);
    hub_.links.note(key_, LinkEntry::Kind::invalid);
}

void BoardSession::count_picture_in_text(std::size_t size) {
    ++hub_.traffic.invalid_messages[endpoint_];
    hub_.board.sent_invalid(key_);
    hub_.links.note(key_, LinkEntry::Kind::base64, {}, static_cast<std::int64_t>(size));
}

/// What is over the budget is dropped before anything is done with it.
bool BoardSession::may_talk() {
    auto const now = hub_.clock.now();
    if (account_->texts.take(now)) return true;
    ++hub_.traffic.over_quota["texts"];
    on_text_dropped();
    if (floods_.take(now)) complain("it sends more texts than are read; those beyond are dropped");
    return false;
}

bool BoardSession::complain(std::string_view message) {
    if (!account_->notes.take(hub_.clock.now())) {
        ++hub_.traffic.over_quota["complaints"];
        return false;
    }
    hub_.board.complained(key_, message);
    return true;
}

void BoardSession::told(Telemetry const& telemetry) {
    hub_.board.told(key_, telemetry);
    hub_.links.told(key_, telemetry);
}

} // namespace watchpost::sessions
