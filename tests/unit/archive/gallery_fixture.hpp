#pragma once

#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "support/workers.hpp"

#include <watchpost/archive/gallery.hpp>

#include <gtest/gtest.h>

namespace watchpost::archive {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

inline DeviceKey const kCamera{DeviceKind::esp32cam, "front"};

struct Sink final : hub::CommandSink {
    void send_command(CommandBody const&) override {}
};

/// A whole number of blocks of any usual disk: a file of so many bytes takes no more.
inline constexpr std::size_t kBlock = 16'384;
/// What the photos may take.
inline constexpr std::size_t kRoom = 10 * kBlock;

class GalleryTest : public testing::Test {
protected:
    GalleryTest() { open(); }

    void open() {
        gallery_.emplace(hub_, workers_, place_.path(), kRoom, 1);
        gallery_->open();
        workers_.work();
    }
    /// A camera sends one.
    void take(std::size_t size, DeviceId camera = "front") {
        auto const photo = std::make_shared<Photo const>(
            Photo{Bytes(size, 7), std::move(camera), 640, 480, {80, true, 50}, clock_.wall()});
        hub_.photo_takers.for_each([&photo](hub::PhotoSubscriber& taker) { taker.on_photo(photo); });
    }
    CommandId ask_for_photo() { return hub_.commands.submit(kCamera, DeviceAction{"capture_photo", {}, {}, {}}).id; }
    template <class What>
    std::size_t told() const {
        std::size_t count = 0;
        for (auto const& event : hub_.events.remembered())
            count += std::holds_alternative<What>(event.what) ? 1U : 0U;
        return count;
    }
    std::size_t files() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(place_.path() / "photos"), {}));
    }

    test::ManualClock clock_;
    test::TemporaryFolder place_;
    test::PatientWorkers workers_;
    hub::Hub hub_{clock_};
    Sink sink_;
    Guard link_ = hub_.commands.attach(kCamera, sink_);
    std::optional<Gallery> gallery_;
};

} // namespace watchpost::archive
