#pragma once

#include "browser_messages.hpp"
#include "status_feed.hpp"

#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link.hpp>
#include <watchpost/protocol/web.hpp>

#include <map>
#include <set>

namespace watchpost::sessions {

/// A dashboard on `/ws`: status, events and answers; commands for who may act. A frame is never sent here.
class WebSession final : public net::LinkHandler, private hub::EventSubscriber, private hub::CommandSubscriber {
public:
    WebSession(net::Link& link, hub::Hub& hub, StatusFeed& feed, Browser browser);

    void on_text(std::string_view text) override;
    void on_binary(MessageBytes bytes) override;
    void on_tick(SteadyTime now) override;
    void on_end(net::EndInfo const& end) override;

private:
    void on_event(Event const& event) override;
    void on_command(CommandReport const& report) override;
    void on_stop_again(CommandReport const& report) override;
    void tell_of_stop(CommandReport const& report);
    void tell_owed_stops();
    void obey(protocol::web::Command const& command);
    void send_status();

    net::Link& link_;
    hub::Hub& hub_;
    StatusFeed& feed_;
    Browser const browser_;
    Guard subscription_;
    Guard command_news_;
    /// Of this client, until their final state; one emergency stop answers for several.
    std::map<CommandId, std::vector<protocol::web::ClientId>> commands_;
    std::set<DeviceId> stops_owed_; ///< boards of which a stop is to be told
    CommandId last_stop_ = 0;       ///< the newest emergency stop that was told of
    std::uint64_t sent_version_ = 0;
    SteadyTime sent_at_{};
    TokenBucket complaints_{std::chrono::seconds(1), 1};
    Guard rights_;
};

} // namespace watchpost::sessions
