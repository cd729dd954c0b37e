#include "browser_messages.hpp"

namespace watchpost::sessions {

namespace web = protocol::web;

std::optional<web::Message> BrowserMessages::read(std::string_view text) const {
    auto message = web::read(text);
    if (message) return *message;
    ++hub.traffic.invalid_messages[endpoint];
    if (complaints.take(hub.clock.now())) link.send(web::invalid_json(message.error().message));
    return std::nullopt;
}

void BrowserMessages::answer(web::Message const& message) const {
    if (auto const* const ping = std::get_if<web::Ping>(&message)) {
        bool const is_named = !std::holds_alternative<std::monostate>(ping->id);
        link.send(is_named ? web::pong(ping->id, hub.clock.wall()) : web::pong());
    } else if (std::holds_alternative<web::Authenticate>(message)) {
        // The old page looks for a pong 10 s after it was authenticated, before it has sent its first ping, and closes
        // when there is none (PROTOCOL section 7).
        auto const role = who.role == auth::Role::operator_ ? "admin" : "viewer"; // the old page's word
        link.send(web::authenticated(who.name.empty() ? "local" : who.name, role));
        link.send(web::pong());
    } else if (std::holds_alternative<web::Ignored>(message)) {
        ++hub.traffic.unknown_messages[endpoint];
    }
}

} // namespace watchpost::sessions
