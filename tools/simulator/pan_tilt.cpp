#include "pan_tilt.hpp"

namespace watchpost::sim {

void PanTilt::move_to(Bearing target, SteadyTime now, std::chrono::duration<double> takes) {
    from_ = at(now);
    target_ = target;
    left_ = now;
    arrives_ = now + std::chrono::duration_cast<SteadyTime::duration>(takes);
}

void PanTilt::stop(SteadyTime now) {
    from_ = target_ = at(now);
    arrives_ = now;
}

Bearing PanTilt::at(SteadyTime now) const {
    if (now >= arrives_) return target_;
    if (now <= left_) return from_;
    double const part = std::chrono::duration<double>(now - left_) / std::chrono::duration<double>(arrives_ - left_);
    double const eased = part * part * (3 - 2 * part);
    return {from_.pan + (target_.pan - from_.pan) * eased, from_.tilt + (target_.tilt - from_.tilt) * eased};
}

} // namespace watchpost::sim
