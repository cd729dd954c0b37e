#include "status_feed.hpp"

#include <watchpost/protocol/web.hpp>

namespace watchpost::sessions {

TextPtr StatusFeed::text() {
    bool const is_old = hub_.clock.now() - written_ >= std::chrono::seconds(1);
    if (!text_ || board_version_ != hub_.board.version() || is_old) write();
    return text_;
}

bool StatusFeed::has_news(std::uint64_t version) {
    bool const is_due = !text_ || hub_.clock.now() - written_ >= kEvery;
    if (is_due && board_version_ != hub_.board.version()) write();
    return version_ != version;
}

void StatusFeed::write() {
    auto text = protocol::web::status_text(hub_.status());
    // Counters alone are no news: nobody has touched the board for them.
    if (board_version_ != hub_.board.version() && rest_ != text.rest) ++version_;
    board_version_ = hub_.board.version();
    text_ = std::make_shared<std::string const>(text.moment + text.rest);
    rest_ = std::move(text.rest);
    written_ = hub_.clock.now();
}

} // namespace watchpost::sessions
