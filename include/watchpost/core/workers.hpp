#pragma once

#include <functional>

namespace watchpost {

/// Where work is done that would hold up the loop: files and pictures.
class Workers {
public:
    /// Does `work` beside the loop, after all work given before it, and then calls `then` on the loop thread. `work`
    /// shares nothing with the loop, and owns what it uses: it may outlive who gave it. An exception out of `work` is a
    /// bug: it is logged, and `then` is called all the same.
    virtual void run(std::function<void()> work, std::function<void()> then) = 0;

protected:
    ~Workers() = default;
};

} // namespace watchpost
