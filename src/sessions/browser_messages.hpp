#pragma once

#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link.hpp>
#include <watchpost/protocol/web.hpp>

#include <optional>

namespace watchpost::sessions {

/// What both of the browsers' endpoints do with a text. Made for one message.
struct BrowserMessages {
    net::Link& link;
    hub::Hub& hub;
    char const* endpoint;
    TokenBucket& complaints; ///< how often a bad message is answered

    /// Nothing when the text was not a message: it was counted, and answered unless that was done a moment ago.
    std::optional<protocol::web::Message> read(std::string_view text) const;

    /// Answers what both endpoints answer alike.
    void answer(protocol::web::Message const& message) const;
};

} // namespace watchpost::sessions
