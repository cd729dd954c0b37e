#pragma once

#include "support/manual_clock.hpp"

#include <watchpost/hub/hub.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::hub {

using namespace std::chrono_literals;

inline DeviceKey camera(DeviceId id) {
    return {DeviceKind::esp32cam, std::move(id)};
}
inline DeviceKey pico(DeviceId id) {
    return {DeviceKind::pico, std::move(id)};
}

struct Viewer final : FrameSubscriber {
    std::vector<FramePtr> frames;
    void on_frame(FramePtr const& frame) override { frames.push_back(frame); }
};

struct Dashboard final : EventSubscriber {
    std::vector<Event> events;
    void on_event(Event const& event) override { events.push_back(event); }

    template <class What>
    std::size_t count() const {
        std::size_t found = 0;
        for (auto const& event : events)
            found += std::holds_alternative<What>(event.what) ? 1U : 0U;
        return found;
    }
};

/// A hub on a clock that the test moves.
class HubTest : public testing::Test {
protected:
    FramePtr publish(DeviceId id, std::uint16_t width = 320) {
        Frame frame;
        frame.jpeg = {0xFF, 0xD8, 0xFF, 0xD9};
        frame.camera = std::move(id);
        frame.width = width;
        frame.height = 240;
        auto shared = std::make_shared<Frame const>(std::move(frame));
        hub_.registry.publish(shared);
        return shared;
    }

    DeviceStatus status_of(DeviceKey const& key) const {
        for (auto& device : hub_.board.devices())
            if (device.key == key) return device;
        ADD_FAILURE() << "nothing is known of " << key.id;
        return {};
    }

    test::ManualClock clock_;
    Hub hub_{clock_};
};

} // namespace watchpost::hub
