#include <watchpost/net/worker_pool.hpp>

#include <boost/asio/post.hpp>
#include <sched.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>

namespace watchpost::net {

namespace asio = boost::asio;

namespace {

/// Of each pool: together with the limit of a stopping daemon below the 5 s of SECURITY rule 29.
constexpr auto kGrace = std::chrono::milliseconds(200);
constexpr int kLowNice = 5; // beside other programs, too, people want to come in within seconds

/// Of the calling thread, which on Linux has a priority of its own. Where it is not allowed nothing changes.
void lower_priority() {
    sched_param const nothing{};
    sched_setscheduler(0, SCHED_BATCH, &nothing);
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kLowNice);
}

} // namespace

/// The thread's own, should it outlive the pool.
struct WorkerPool::Shared {
    std::mutex mutex;
    std::condition_variable change;
    std::deque<std::function<void()>> waiting;
    bool asked = false;
    bool given_up = false; ///< the pool and the loop may be gone
    bool ended = false;
};

WorkerPool::WorkerPool(asio::io_context& loop, Crew& crew, std::string name, Priority priority)
    : loop_(loop)
    , name_(std::move(name))
    , shared_(std::make_shared<Shared>())
    , thread_([this, priority, shared = shared_] { work_off(*shared, *this, priority); })
    , membership_(crew.pools_.join(*this)) {}

WorkerPool::~WorkerPool() {
    give_up();
    std::unique_lock lock(shared_->mutex);
    bool const ended = shared_->change.wait_for(lock, kGrace, [this] { return shared_->ended; });
    lock.unlock();
    if (ended)
        thread_.join();
    else
        thread_.detach();
}

void WorkerPool::run(std::function<void()> work, std::function<void()> then) {
    std::lock_guard const lock(shared_->mutex);
    if (shared_->given_up) return;
    if (!keep_loop_) keep_loop_.emplace(loop_.get_executor());
    thens_.push_back(std::move(then));
    shared_->waiting.push_back(std::move(work));
    shared_->change.notify_all();
}

void WorkerPool::give_up() {
    if (!thens_.empty())
        spdlog::warn("the worker for {} has not answered in time: {} pieces of work were given up", name_,
                     thens_.size());
    {
        std::lock_guard const lock(shared_->mutex);
        shared_->given_up = true;
        shared_->waiting.clear();
        shared_->change.notify_all();
    }
    thens_.clear();
    keep_loop_.reset();
}

void WorkerPool::ask() {
    std::lock_guard const lock(shared_->mutex);
    shared_->asked = true;
    shared_->change.notify_all();
}

bool WorkerPool::has_answered() const {
    std::lock_guard const lock(shared_->mutex);
    return !shared_->asked;
}

/// Touches `pool` only while it has not given up.
void WorkerPool::work_off(Shared& shared, WorkerPool& pool, Priority priority) {
    if (priority == Priority::low) lower_priority();
    std::unique_lock lock(shared.mutex);
    for (;;) {
        shared.change.wait(lock, [&shared] { return shared.given_up || shared.asked || !shared.waiting.empty(); });
        if (shared.given_up) break;
        shared.asked = false;
        if (shared.waiting.empty()) continue;
        auto work = std::move(shared.waiting.front());
        shared.waiting.pop_front();
        lock.unlock();
        std::optional<std::string> fault;
        try {
            work();
        } catch (std::exception const& thrown) {
            fault = thrown.what();
        }
        work = nullptr;
        lock.lock();
        if (shared.given_up) break;
        if (fault) spdlog::error("worker: a fault of ours: {}", *fault);
        asio::post(pool.loop_, [&pool] { pool.follow_up(); });
    }
    shared.ended = true;
    shared.change.notify_all();
}

void WorkerPool::follow_up() {
    if (thens_.empty()) return; // given up meanwhile
    auto const then = std::move(thens_.front());
    thens_.pop_front();
    then();
    if (thens_.empty()) keep_loop_.reset();
}

} // namespace watchpost::net
