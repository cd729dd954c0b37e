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

/// The one timer of the daemon: calls everyone who has deadlines every 50 ms, so a deadline is met at most that late.
/// Loop thread only.
class Pulse {
public:
    Pulse(boost::asio::io_context& loop, Clock const& clock);

    void start();
    /// No beat follows, and the loop may run dry.
    void stop();

    Guard join(Ticking& member) { return members_.join(member); }
    Clock const& clock() const { return clock_; }

private:
    void wait();

    Clock const& clock_;
    boost::asio::steady_timer timer_;
    MemberList<Ticking> members_;
    bool stopped_ = false;
};

} // namespace watchpost::net
