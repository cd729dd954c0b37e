#pragma once

#include "types.hpp"

namespace cam {

/// Watches something that must go on happening: pictures from the camera, bytes to the server. First it advises to mend
/// (begin anew), and when that has not helped for long, to restart the board.
class StallWatch {
public:
    enum class Advice { nothing, mend, restart };

    StallWatch(Ms mend_after, Ms restart_after, Ms now)
        : mend_after_(mend_after)
        , restart_after_(restart_after)
        , last_(now)
        , mended_(now) {}

    void progress(Ms now) { last_ = mended_ = now; }

    /// Nothing is expected before now; what was missed before still counts towards the restart.
    void begin(Ms now) { mended_ = now; }

    /// `mend` at most once for each `mend_after`.
    Advice tick(Ms now) {
        if (now - last_ >= restart_after_) return Advice::restart;
        if (now - mended_ < mend_after_) return Advice::nothing;
        mended_ = now;
        return Advice::mend;
    }

private:
    Ms mend_after_;
    Ms restart_after_;
    Ms last_;
    Ms mended_; ///< the last progress or advice to mend
};

} // namespace cam
