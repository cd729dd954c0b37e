#pragma once

#include "http_reading.hpp"
#include "progress_watch.hpp"
#include "unfinished_budget.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <functional>

namespace watchpost::net {

/// A body of a request while it comes in: it has to come along, and what is held of it is counted (SECURITY rules 32,
/// 33). One for each connection. Loop thread only.
class BodyProgress final : public BodyWatch, private UnfinishedBudget::Holder {
public:
    /// `budget` and `clock` outlive it. `drop` ends the connection, when somebody else needs the room.
    BodyProgress(UnfinishedBudget& budget, Clock const& clock, boost::asio::ip::tcp::endpoint peer,
                 std::function<void()> drop);

    void begin();
    void end();
    /// False when the body that is being read is stuck, or comes too slowly. Call it at each beat.
    bool comes_along(SteadyTime now);
    /// There was no room for more of the last body.
    bool is_refused() const { return is_refused_; }

    bool on_body(std::size_t held) override;

private:
    void give_up() override;

    Clock const& clock_;
    boost::asio::ip::tcp::endpoint const peer_;
    std::function<void()> const drop_;
    UnfinishedBudget::Place place_;
    ProgressWatch progress_;
    std::size_t held_ = 0;
    bool is_reading_ = false;
    bool is_asking_ = false; ///< for room for more
    bool is_refused_ = false;
};

} // namespace watchpost::net
