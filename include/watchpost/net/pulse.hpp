#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace watchpost::net {

/// Something with deadlines. `now` comes from the replaceable clock, so a test moves every deadline by moving it.
class Ticking {
public:
    virtual void tick(SteadyTime now) = 0;

protected:
    ~Ticking() = default;
};

/// The one timer of the daemon: calls everyone who has deadlines, every 50 ms for half a second after something began
/// that may want a deadline soon, else every 250 to 350 ms. A deadline is met at most that late. Frames do not make it
/// hurry: a beat that has to wake the loop costs half a frame, and so it takes place when one has done that. Loop
/// thread only.
class Pulse {
public:
    Pulse(boost::asio::io_context& loop, Clock const& clock);

    void start();
    /// No beat follows, and the loop may run dry.
    void stop();
    /// Something began: the next beats come every 50 ms.
    void hurry();
    /// The loop is awake: a beat that is due takes place next, and no timer has to wake it for that.
    void ride();

    Guard join(Ticking& member) { return members_.join(member); }
    Clock const& clock() const { return clock_; }

private:
    void wait();
    void beat();

    Clock const& clock_;
    boost::asio::steady_timer timer_;
    MemberList<Ticking> members_;
    // Of the machine, as the timer counts
    std::chrono::steady_clock::time_point calm_at_{};
    std::chrono::steady_clock::time_point due_{};
    bool is_calm_ = false;
    bool is_riding_ = false; ///< a beat is next
    bool stopped_ = false;
};

} // namespace watchpost::net
