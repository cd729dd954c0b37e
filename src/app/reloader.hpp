#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/core/workers.hpp>
#include <watchpost/settings/settings.hpp>

#include <functional>

namespace watchpost::app {

/// Reads the configuration again beside the loop, which a slow disk must not hold up: one reading at a time, and one
/// more after it if that was asked for meanwhile. Loop thread only.
class Reloader {
public:
    using Read = std::function<Result<settings::Settings>()>;
    struct Steps {
        std::function<void()> begin;
        std::function<void(Result<settings::Settings>)> end;
    };

    /// `workers` live longer.
    Reloader(Workers& workers, Steps steps)
        : workers_(workers)
        , steps_(std::move(steps)) {}

    /// `read` is called on a worker, and owns what it uses.
    void reload(Read read);

private:
    Workers& workers_;
    Steps steps_;
    bool is_reading_ = false;
    Read next_;
};

} // namespace watchpost::app
