#include "video_session.hpp"

#include <algorithm>
#include <utility>

namespace watchpost::sessions {
namespace {

/// A `want` that was said; without one it is more.
constexpr std::uint64_t kLargestWant = 1'000'000;

} // namespace

VideoSession::VideoSession(net::Link& link, hub::Hub& hub, StatusFeed& feed, std::optional<DeviceId> camera,
                           Browser browser)
    : link_(link)
    , hub_(hub)
    , feed_(feed)
    , browser_(std::move(browser)) {
    if (camera) link_.set_label(*camera);
    membership_ = hub_.registry.join_viewer(*this, std::move(camera));
    rights_ = browser_.ends(link_);
}

void VideoSession::on_text(std::string_view text) {
    BrowserMessages const browser{link_, hub_, "/ws/video", browser_.who, complaints_};
    auto const message = browser.read(text);
    if (!message) return;
    if (std::holds_alternative<protocol::web::StartStream>(*message))
        return link_.send(protocol::web::stream_started());
    if (auto const* const painted = std::get_if<protocol::web::Painted>(&*message)) return on_painted(*painted);
    browser.answer(*message);
    if (std::holds_alternative<protocol::web::GetStatus>(*message)) link_.send(feed_.text());
}

void VideoSession::on_painted(protocol::web::Painted painted) {
    auto const frame = painted.frame;
    auto const now = hub_.clock.now();
    auto const arrived = link_.delivery().arrival_of(frame);
    link_.frame_painted(frame, painted.want);
    // Told before: this only asks for more, and how old that picture is by now says nothing.
    bool const is_told = std::exchange(told_, std::max(told_, frame)) >= frame;
    if (is_told && painted.want <= kLargestWant) return;
    if (!arrived || !answers_.take(now) || link_.is_congested()) return;
    // It was painted before the browser's word of it came here.
    auto const way = link_.round_trip().value_or(SteadyTime::duration{}) / 2;
    painted_age_ = std::max(now - *arrived - way, SteadyTime::duration{});
    link_.send(protocol::web::frame_age(frame, *viewer_status(now)));
}

std::optional<ViewerStatus> VideoSession::viewer_status(SteadyTime now) const {
    auto const& delivery = link_.delivery();
    return ViewerStatus{{},           browser_.who.address(), delivery.fps(now), delivery.age(),
                        painted_age_, delivery.dropped()};
}

void VideoSession::on_binary(MessageBytes) {
    ++hub_.traffic.invalid_messages["/ws/video"];
}

void VideoSession::on_end(net::EndInfo const&) {
    rights_.release();
    membership_.release();
}

} // namespace watchpost::sessions
