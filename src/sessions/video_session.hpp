#pragma once

#include "browser_messages.hpp"
#include "status_feed.hpp"

#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link.hpp>

namespace watchpost::sessions {

/// A viewer on `/ws/video`: the newest frame of one camera, or of the default camera.
class VideoSession final : public net::LinkHandler, private hub::FrameSubscriber {
public:
    VideoSession(net::Link& link, hub::Hub& hub, StatusFeed& feed, std::optional<DeviceId> camera, Browser browser);

    void on_text(std::string_view text) override;
    void on_binary(MessageBytes bytes) override;
    void on_tick(SteadyTime) override {}
    void on_end(net::EndInfo const& end) override;

private:
    void on_frame(FramePtr const& frame) override { link_.send_frame(frame); }
    std::optional<ViewerStatus> viewer_status(SteadyTime now) const override;
    void on_painted(protocol::web::Painted painted);

    net::Link& link_;
    hub::Hub& hub_;
    StatusFeed& feed_;
    Browser const browser_;
    std::optional<SteadyTime::duration> painted_age_;
    std::uint64_t told_ = 0; ///< the newest picture that was told as painted
    TokenBucket answers_{std::chrono::milliseconds(250), 4};
    Guard membership_;
    TokenBucket complaints_{std::chrono::seconds(1), 1};
    Guard rights_;
};

} // namespace watchpost::sessions
