#pragma once

#include "orders.hpp"
#include "types.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace cam {

/// One TCP connection that never waits. Closed when it is destroyed.
class Wire {
public:
    virtual ~Wire() = default;
    /// Bytes read, 0 when there are none yet, -1 at the end or after a failure.
    virtual int read(std::uint8_t* into, std::size_t most) = 0;
    /// Bytes taken, 0 when there is no room (or no connection yet), -1 after a failure.
    virtual int write(View data) = 0;
};

struct Picture {
    View jpeg;
    int width = 0;
    int height = 0;
};

/// What the board can do. The sketch implements it; tests have a fake.
class Hardware {
public:
    virtual ~Hardware() = default;

    virtual void join_wifi() = 0;
    virtual void leave_wifi() = 0;
    virtual bool wifi_is_up() = 0;
    virtual int rssi() = 0;
    /// Begins a connection; null when that failed at once.
    virtual std::unique_ptr<Wire> dial(std::string const& host, int port) = 0;

    /// The newest picture of the camera, which stays until it is given back. False when the camera gives none.
    virtual bool grab(Picture& picture) = 0;
    virtual void give_back() = 0;
    virtual bool apply(CameraSettings const& settings) = 0;
    /// Sets the camera up again.
    virtual void mend_camera() = 0;

    virtual void shine(int percent) = 0; ///< the flash
    virtual void status_light(bool on) = 0;

    virtual std::uint32_t random() = 0;
    virtual std::size_t free_memory() = 0;
    /// Why the board started, in a word or two: "brownout" when its supply was too weak.
    virtual std::string_view reset_reason() = 0;
    virtual void print(std::string_view line) = 0;
};

} // namespace cam
