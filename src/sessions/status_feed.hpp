#pragma once

#include <watchpost/core/outbox.hpp>
#include <watchpost/hub/hub.hpp>

namespace watchpost::sessions {

/// The `status` message, written once for all dashboards. Loop thread only.
class StatusFeed {
public:
    static constexpr std::chrono::milliseconds kEvery{200};

    explicit StatusFeed(hub::Hub& hub)
        : hub_(hub) {}

    /// What is true now; at most a second old when nothing has changed.
    TextPtr text();
    /// Of the newest `text`; grows when it says something else than before, beside the time and counters.
    std::uint64_t version() const { return version_; }
    /// True when there is another text than that of `version`. It is written once in kEvery at most.
    bool has_news(std::uint64_t version);

private:
    void write();

    hub::Hub& hub_;
    TextPtr text_;
    std::string rest_; ///< of the text, without the time
    std::uint64_t version_ = 0;
    std::uint64_t board_version_ = 0; ///< that the text tells of
    SteadyTime written_{};
};

} // namespace watchpost::sessions
