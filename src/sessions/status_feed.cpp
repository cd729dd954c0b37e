#include "status_feed.hpp"

#include <watchpost/protocol/web.hpp>

namespace watchpost::sessions {

TextPtr StatusFeed::text() {
    auto const now = hub_.clock.now();
    if (!text_ || text_version_ != version() || now - written_ >= std::chrono::seconds(1)) {
        text_ = std::make_shared<std::string const>(protocol::web::status(hub_.status()));
        text_version_ = version();
        written_ = now;
    }
    return text_;
}

} // namespace watchpost::sessions
