#pragma once

#include <functional>
#include <utility>

namespace watchpost {

/// Undoes a registration when it goes out of scope, exactly once.
class [[nodiscard]] Guard {
public:
    Guard() = default;
    explicit Guard(std::function<void()> release)
        : release_(std::move(release)) {}
    Guard(Guard&& other) noexcept
        : release_(std::exchange(other.release_, nullptr)) {}
    Guard& operator=(Guard&& other) noexcept {
        if (this != &other) {
            release();
            release_ = std::exchange(other.release_, nullptr);
        }
        return *this;
    }
    Guard(Guard const&) = delete;
    Guard& operator=(Guard const&) = delete;
    ~Guard() { release(); }

    void release() {
        if (auto undo = std::exchange(release_, nullptr)) undo();
    }

private:
    std::function<void()> release_;
};

} // namespace watchpost
