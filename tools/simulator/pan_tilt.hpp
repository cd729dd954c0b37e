#pragma once

#include <watchpost/core/clock.hpp>

#include <chrono>

namespace watchpost::sim {

/// Degrees as the servos count them: 90/90 looks straight ahead, a greater pan to the right, a greater tilt up.
struct Bearing {
    double pan = 90;
    double tilt = 90;
    friend bool operator==(Bearing const&, Bearing const&) = default;
};

/// Where a camera on two servos looks. A move starts where the last one has got to, and starts and ends gently.
class PanTilt {
public:
    static constexpr Bearing kCentre{};

    void move_to(Bearing target, SteadyTime now, std::chrono::duration<double> takes);
    /// Stays where it is now.
    void stop(SteadyTime now);

    Bearing at(SteadyTime now) const;
    Bearing target() const { return target_; }
    bool moving(SteadyTime now) const { return now < arrives_; }

private:
    Bearing from_ = kCentre;
    Bearing target_ = kCentre;
    SteadyTime left_{};
    SteadyTime arrives_{};
};

} // namespace watchpost::sim
