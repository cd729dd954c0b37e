#include "run.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

namespace fanbench {

bool Window::holds(std::uint64_t sequence) const {
    auto const from = first.load(std::memory_order_acquire);
    auto const to = end.load(std::memory_order_acquire);
    return from != 0 && sequence >= from && (to == 0 || sequence < to);
}

std::uint64_t Window::size() const {
    auto const from = first.load();
    auto const to = end.load();
    return from != 0 && to > from ? to - from : 0;
}

Progress::Progress()
    : event_fd_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void Progress::wake() const {
    std::uint64_t const one = 1;
    [[maybe_unused]] auto const written = write(event_fd_, &one, sizeof one);
}

void Progress::reached(std::uint64_t previous, std::uint64_t sequence) {
    auto const all = fast_viewers_.load(std::memory_order_relaxed);
    auto const known = sequence - previous > kSlots / 2 ? sequence - kSlots / 2 : previous;
    for (auto frame = known + 1; frame <= sequence; ++frame) {
        if (reached_.at(frame % kSlots).fetch_add(1) + 1 < all) continue;
        auto done = done_.load();
        while (done < frame && !done_.compare_exchange_weak(done, frame)) {
        }
        wake();
    }
}

} // namespace fanbench
