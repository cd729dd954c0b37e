#include "web_session.hpp"

#include "browser_messages.hpp"

namespace watchpost::sessions {
namespace {

constexpr auto kStatusEvery = std::chrono::milliseconds(200);

} // namespace

WebSession::WebSession(net::Link& link, hub::Hub& hub, StatusFeed& feed)
    : link_(link)
    , hub_(hub)
    , feed_(feed)
    , subscription_(hub.events.subscribe(*this)) {
    hub_.board.touch();
    send_status();
}

void WebSession::on_text(std::string_view text) {
    BrowserMessages const browser{link_, hub_, "/ws", complaints_};
    auto const message = browser.read(text);
    if (!message) return;
    if (std::holds_alternative<protocol::web::StartStream>(*message))
        return link_.send(protocol::web::stream_error("pictures are sent on /ws/video"));
    browser.answer(*message);
    if (std::holds_alternative<protocol::web::Authenticate>(*message) ||
        std::holds_alternative<protocol::web::GetStatus>(*message))
        send_status();
}

void WebSession::on_binary(Bytes) {
    ++hub_.traffic.invalid_messages["/ws"];
}

void WebSession::on_tick(SteadyTime now) {
    bool const changed = sent_version_ != feed_.version();
    if (changed && now - sent_at_ >= kStatusEvery && !link_.is_congested()) send_status();
}

void WebSession::on_end(net::EndInfo const&) {
    subscription_.release();
    hub_.board.touch();
}

void WebSession::on_event(Event const& event) {
    link_.send(protocol::web::event(event));
}

void WebSession::send_status() {
    auto text = feed_.text();
    sent_version_ = feed_.version();
    sent_at_ = hub_.clock.now();
    link_.send(std::move(text));
}

} // namespace watchpost::sessions
