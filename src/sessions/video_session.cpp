#include "video_session.hpp"

#include "browser_messages.hpp"

namespace watchpost::sessions {

VideoSession::VideoSession(net::Link& link, hub::Hub& hub, StatusFeed& feed, std::optional<DeviceId> camera)
    : link_(link)
    , hub_(hub)
    , feed_(feed) {
    if (camera) link_.set_label(*camera);
    membership_ = hub_.registry.join_viewer(*this, std::move(camera));
}

void VideoSession::on_text(std::string_view text) {
    BrowserMessages const browser{link_, hub_, "/ws/video", complaints_};
    auto const message = browser.read(text);
    if (!message) return;
    if (std::holds_alternative<protocol::web::StartStream>(*message))
        return link_.send(protocol::web::stream_started());
    browser.answer(*message);
    if (std::holds_alternative<protocol::web::GetStatus>(*message)) link_.send(feed_.text());
}

void VideoSession::on_binary(MessageBytes) {
    ++hub_.traffic.invalid_messages["/ws/video"];
}

void VideoSession::on_end(net::EndInfo const&) {
    membership_.release();
}

} // namespace watchpost::sessions
