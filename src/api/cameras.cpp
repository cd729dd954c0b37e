#include "cameras.hpp"

#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/net/frame_headers.hpp>
#include <watchpost/net/query_number.hpp>

#include <array>
#include <cstdio>

namespace watchpost::api {
namespace {

constexpr auto kNoStore = "no-store, no-cache, must-revalidate";

// Seconds
constexpr double kShortestMaxAge = 0.1;
constexpr double kLongestMaxAge = 86'400;

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

using MaxAge = std::optional<SteadyTime::duration>;

/// What `?max_age=` asks for; nothing when it does not.
Result<MaxAge> max_age_of(net::Request const& request) {
    auto const seconds = net::decimal_of(request, "max_age", kShortestMaxAge, kLongestMaxAge);
    if (!seconds) return seconds.error();
    if (!*seconds) return MaxAge();
    return MaxAge(std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(**seconds)));
}

bool is_too_old(Frame const& frame, MaxAge const& max_age, SteadyTime now) {
    return max_age && now - frame.arrived > *max_age;
}

net::Response too_old(Frame const& frame, SteadyTime now) {
    auto headers = net::age_headers(frame, now);
    auto const age = std::chrono::duration<double>(now - frame.arrived).count();
    std::array<char, 32> seconds{};
    std::snprintf(seconds.data(), seconds.size(), "%.1f", age);
    auto response = net::problem(503, "The newest picture of the camera \"" + frame.camera + "\" is " + seconds.data() +
                                          " s old, and max_age allows no older one.");
    response.headers.insert(response.headers.end(), headers.begin(), headers.end());
    response.headers.emplace_back("Retry-After", "1");
    return response;
}

} // namespace

net::Answer frame_jpeg(hub::Hub& hub, net::Request const& request, std::optional<DeviceId> camera) {
    if (!is_known(hub, camera)) return unknown_camera(*camera);
    auto const max_age = max_age_of(request);
    if (!max_age) return net::problem(400, max_age.error().message);
    auto const frame = newest_frame(hub, camera);
    if (!frame) return nothing_yet();
    auto const now = hub.clock.now();
    if (is_too_old(*frame, *max_age, now)) return too_old(*frame, now);
    net::Response response;
    response.content_type = "image/jpeg";
    response.body.assign(frame->jpeg.begin(), frame->jpeg.end());
    response.headers = net::age_headers(*frame, now);
    response.headers.emplace_back("Cache-Control", kNoStore);
    return response;
}

net::Answer stream_mjpeg(Sources const& sources, net::Request const& request, std::optional<DeviceId> camera) {
    auto& hub = sources.hub;
    if (!is_known(hub, camera)) return unknown_camera(*camera);
    auto const max_age = max_age_of(request);
    if (!max_age) return net::problem(400, max_age.error().message);
    auto const spacing = net::spacing_of(request);
    if (!spacing) return net::problem(400, spacing.error().message);
    auto const frame = newest_frame(hub, camera);
    if (!frame) return nothing_yet();
    auto const now = hub.clock.now();
    if (is_too_old(*frame, *max_age, now)) return too_old(*frame, now);
    net::MjpegAnswer answer;
    answer.terms = {{0, *spacing}, *max_age};
    answer.open = [sources, camera, visit = request.visit](net::MjpegStream& stream) {
        return std::make_unique<MjpegSession>(stream, sources, camera, visit->who);
    };
    return answer;
}

} // namespace watchpost::api
