#include "cameras.hpp"

#include <watchpost/auth/doorkeeper.hpp>

#include <array>
#include <cstdio>

namespace watchpost::api {
namespace {

constexpr auto kNoStore = "no-store, no-cache, must-revalidate";

class MjpegSession final : public net::MjpegHandler, private hub::FrameSubscriber {
public:
    MjpegSession(net::MjpegStream& stream, Sources const& sources, std::optional<DeviceId> camera,
                 auth::Identity const& who)
        : stream_(stream)
        , address_(who.address())
        , membership_(sources.hub.registry.join_viewer(*this, std::move(camera)))
        , rights_(sources.keeper.watch(who, [this] { stream_.close("logged out"); })) {}

private:
    void on_frame(FramePtr const& frame) override { stream_.send_frame(frame); }
    std::optional<ViewerStatus> viewer_status(SteadyTime now) const override {
        auto const& delivery = stream_.delivery();
        return ViewerStatus{{}, address_, delivery.fps(now), delivery.age(), std::nullopt, delivery.dropped()};
    }

    net::MjpegStream& stream_;
    std::string const address_;
    Guard membership_;
    Guard rights_;
};

std::string unix_seconds(WallTime time) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6f", std::chrono::duration<double>(time.time_since_epoch()).count());
    return text.data();
}

bool is_known(hub::Hub const& hub, std::optional<DeviceId> const& camera) {
    return !camera || hub.board.knows({DeviceKind::esp32cam, *camera});
}

FramePtr newest_frame(hub::Hub const& hub, std::optional<DeviceId> const& camera) {
    auto const& shown = camera ? camera : hub.board.default_camera();
    return shown ? hub.registry.newest_frame(*shown) : nullptr;
}

net::Response unknown_camera(DeviceId const& camera) {
    return net::problem(404, "There is no camera \"" + camera + "\".");
}

net::Response nothing_yet() {
    auto response = net::problem(503, "The camera has sent nothing yet.");
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

} // namespace

net::Answer frame_jpeg(hub::Hub& hub, std::optional<DeviceId> camera) {
    if (!is_known(hub, camera)) return unknown_camera(*camera);
    auto const frame = newest_frame(hub, camera);
    if (!frame) return nothing_yet();
    net::Response response;
    response.content_type = "image/jpeg";
    response.body.assign(frame->jpeg.begin(), frame->jpeg.end());
    response.headers = {{"Cache-Control", kNoStore}, {"X-Timestamp", unix_seconds(frame->arrived_wall)}};
    return response;
}

net::Answer stream_mjpeg(Sources const& sources, net::Request const& request, std::optional<DeviceId> camera) {
    auto& hub = sources.hub;
    if (!is_known(hub, camera)) return unknown_camera(*camera);
    if (!newest_frame(hub, camera)) return nothing_yet();
    return net::MjpegAnswer{[sources, camera, visit = request.visit](net::MjpegStream& stream) {
        return std::make_unique<MjpegSession>(stream, sources, camera, visit->who);
    }};
}

} // namespace watchpost::api
