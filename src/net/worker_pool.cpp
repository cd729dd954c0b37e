#include <watchpost/net/worker_pool.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

namespace watchpost::net {

namespace asio = boost::asio;

WorkerPool::~WorkerPool() {
    thread_.stop();
    thread_.join();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> then) {
    auto keep_loop = asio::make_work_guard(loop_);
    asio::post(thread_, [this, work = std::move(work), then = std::move(then), keep = std::move(keep_loop)]() mutable {
        try {
            work();
        } catch (std::exception const& fault) {
            spdlog::error("worker: a fault of ours: {}", fault.what());
            return;
        }
        asio::post(loop_, std::move(then));
    });
}

} // namespace watchpost::net
