// What the registry itself costs for a frame, with so many subscribers that do nothing with it.

#include <watchpost/hub/hub.hpp>

#include <benchmark/benchmark.h>

#include <utility>
#include <vector>

namespace {

using namespace watchpost;

struct Viewer final : hub::FrameSubscriber {
    FramePtr newest;
    void on_frame(FramePtr const& frame) override { newest = frame; }
};

struct Board final : hub::DeviceLink {
    void on_replaced() override {}
};

void registry_publish(benchmark::State& state) {
    SystemClock const clock;
    hub::Hub hub{clock};
    Board board;
    auto const attachment = hub.registry.attach({DeviceKind::esp32cam, "front-door"}, board, {});
    std::vector<Viewer> viewers(static_cast<std::size_t>(state.range(0)));
    std::vector<Guard> guards;
    for (auto& viewer : viewers)
        guards.push_back(hub.registry.join_viewer(viewer, std::nullopt));
    for (auto _ : state) {
        Frame frame;
        frame.camera = "front-door";
        frame.width = 640;
        frame.height = 480;
        frame.arrived = clock.now();
        hub.registry.publish(std::make_shared<Frame const>(std::move(frame)));
    }
    for (auto const& viewer : viewers)
        if (!viewer.newest) state.SkipWithError("a viewer got nothing");
    state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(registry_publish)->Arg(1)->Arg(100)->Arg(1000);

} // namespace
