#pragma once

#include <watchpost/core/workers.hpp>
#include <watchpost/net/crew.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace watchpost::net {

/// One thread beside the loop. The loop does not run dry while work is under way. Loop thread only.
class WorkerPool final : public Workers {
public:
    /// `low` goes behind the loop where there is not enough of the machine for both (nice 5, SCHED_BATCH), as far as
    /// the system allows it.
    enum class Priority { as_the_loop, low };

    /// `loop` lives longer, and is not run any more once the pool is gone. `name` says in the log what the work is on.
    WorkerPool(boost::asio::io_context& loop, Crew& crew, std::string name, Priority priority = Priority::as_the_loop);
    /// Gives up, and waits for work that is under way, but no longer than 0.2 s: after that it may go on behind
    /// our back, with what it owns.
    ~WorkerPool();

    void run(std::function<void()> work, std::function<void()> then) override;

    /// True when nothing is left to be done or to be followed up.
    bool is_idle() const { return thens_.empty(); }

    /// The loop waits no longer for work that is under way; what follows it, and what was not begun, is forgotten.
    void give_up();

    /// The worker is to answer: at once when it has nothing to do, else after the piece of work that it is at.
    void ask();
    bool has_answered() const;
    std::string const& name() const { return name_; }

private:
    struct Shared;

    static void work_off(Shared& shared, WorkerPool& pool, Priority priority);
    void follow_up();

    boost::asio::io_context& loop_;
    std::string name_;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> keep_loop_;
    std::deque<std::function<void()>> thens_; ///< of all work that is not followed up, in its order
    std::shared_ptr<Shared> shared_;
    std::thread thread_;
    Guard membership_;
};

} // namespace watchpost::net
