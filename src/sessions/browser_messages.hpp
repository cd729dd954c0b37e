#pragma once

#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link.hpp>
#include <watchpost/protocol/web.hpp>

#include <optional>

namespace watchpost::sessions {

/// Who sits at the other end. `keeper` outlives the sessions.
struct Browser {
    auth::Identity who;
    auth::Doorkeeper& keeper;

    /// Closes `link` when what lets them in ends. Kept by the session, which is gone with its link.
    Guard ends(net::Link& link) const {
        return keeper.watch(who, [&link] { link.close(net::close_code::kNormal, "logged out"); });
    }
};

/// What both of the browsers' endpoints do with a text. Made for one message.
struct BrowserMessages {
    net::Link& link;
    hub::Hub& hub;
    char const* endpoint;
    auth::Identity const& who;
    TokenBucket& complaints; ///< how often a bad message is answered

    /// Nothing when the text was not a message: it was counted, and answered unless that was done a moment ago.
    std::optional<protocol::web::Message> read(std::string_view text) const;

    /// Answers what both endpoints answer alike.
    void answer(protocol::web::Message const& message) const;
};

} // namespace watchpost::sessions
