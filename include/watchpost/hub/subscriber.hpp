#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/core/event.hpp>
#include <watchpost/core/frame.hpp>
#include <watchpost/core/photo.hpp>

namespace watchpost::hub {

/// Takes frames. Called on the loop thread from inside `publish`, so it must not wait: keep the frame or drop it.
class FrameSubscriber {
public:
    virtual void on_frame(FramePtr const& frame) = 0;
    /// How the frames fare, for the status of the system; nothing for one that is nobody to be listed. The camera is
    /// filled in by who asks.
    virtual std::optional<ViewerStatus> viewer_status(SteadyTime) const { return std::nullopt; }

protected:
    ~FrameSubscriber() = default;
};

/// Takes photos. Called on the loop thread; must not wait.
class PhotoSubscriber {
public:
    virtual void on_photo(PhotoPtr const& photo) = 0;

protected:
    ~PhotoSubscriber() = default;
};

/// Hears of events once each, in order. Called on the loop thread; must not wait.
class EventSubscriber {
public:
    virtual void on_event(Event const& event) = 0;

protected:
    ~EventSubscriber() = default;
};

/// Keeps something for each board. Called on the loop thread when the board is not known any more: what is kept goes.
class ForgetSubscriber {
public:
    virtual void on_forgotten(DeviceKey const& key) = 0;

protected:
    ~ForgetSubscriber() = default;
};

/// The open link of a board, as the registry sees it.
class DeviceLink {
public:
    /// A newer link of the same board came and has taken its place already. Close, without waiting.
    virtual void on_replaced() = 0;

protected:
    ~DeviceLink() = default;
};

} // namespace watchpost::hub
