#pragma once

#include <watchpost/core/workers.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

namespace watchpost::net {

/// One thread beside the loop. The loop does not run dry while work is under way; what follows it, and what was not
/// begun, is forgotten when the pool goes away.
class WorkerPool final : public Workers {
public:
    explicit WorkerPool(boost::asio::io_context& loop)
        : loop_(loop) {}
    ~WorkerPool();

    void run(std::function<void()> work, std::function<void()> then) override;

private:
    boost::asio::io_context& loop_;
    boost::asio::thread_pool thread_{1};
};

} // namespace watchpost::net
