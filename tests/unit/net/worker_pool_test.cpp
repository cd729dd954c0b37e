#include <watchpost/net/worker_pool.hpp>

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>

namespace watchpost::net {
namespace {

class WorkerPoolTest : public testing::Test {
protected:
    /// As a disk that does not answer until the end of the test.
    std::function<void()> hang() {
        return [released = released_, begun = begun_] {
            begun->set_value();
            released.wait();
        };
    }

    std::promise<void> release_;
    std::shared_future<void> released_ = release_.get_future().share();
    std::shared_ptr<std::promise<void>> begun_ = std::make_shared<std::promise<void>>();
    std::string told_; ///< before the loop: what it runs may write to it
    boost::asio::io_context loop_{1};
    Crew crew_;
    std::optional<WorkerPool> pool_{std::in_place, loop_, crew_, "the disk"};
};

TEST_F(WorkerPoolTest, works_in_order_and_keeps_the_loop_until_all_is_followed_up) {
    std::string done;
    pool_->run([&done] { done += 'a'; },
               [this] {
                   told_ += "A";
                   pool_->run([] {}, [this] { told_ += "C"; });
               });
    pool_->run([&done] { done += 'b'; }, [this] { told_ += "B"; });
    EXPECT_FALSE(pool_->is_idle());
    loop_.run();
    EXPECT_EQ(done, "ab");
    EXPECT_EQ(told_, "ABC");
    EXPECT_TRUE(pool_->is_idle());
}

TEST_F(WorkerPoolTest, follows_up_work_that_threw) {
    pool_->run([] { throw std::runtime_error("a test"); }, [this] { told_ += "A"; });
    pool_->run([] {}, [this] { told_ += "B"; });
    loop_.run();
    EXPECT_EQ(told_, "AB");
}

TEST_F(WorkerPoolTest, lets_the_loop_and_the_process_go_while_work_hangs) {
    auto const begun_late = std::make_shared<std::atomic<bool>>(false);
    pool_->run(hang(), [this] { told_ += "then"; });
    pool_->run([begun_late] { *begun_late = true; }, [this] { told_ += "late"; });
    begun_->get_future().wait();

    pool_->give_up();
    loop_.run(); // else the test hangs
    EXPECT_TRUE(pool_->is_idle());
    auto const begin = std::chrono::steady_clock::now();
    pool_.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));

    release_.set_value();
    loop_.restart();
    loop_.run();
    EXPECT_EQ(told_, "");
    EXPECT_FALSE(*begun_late);
}

TEST_F(WorkerPoolTest, of_low_priority_goes_behind_the_loop) {
    WorkerPool low{loop_, crew_, "passwords", WorkerPool::Priority::low};
    auto const ours = getpriority(PRIO_PROCESS, 0);
    int nice = 0;
    int policy = 0;
    low.run(
        [&] {
            nice = getpriority(PRIO_PROCESS, static_cast<id_t>(gettid()));
            policy = sched_getscheduler(0);
        },
        [] {});
    loop_.run();
    EXPECT_GT(nice, ours);
    EXPECT_EQ(policy, SCHED_BATCH);
    EXPECT_EQ(getpriority(PRIO_PROCESS, 0), ours) << "and the loop stays where it was";
}

} // namespace
} // namespace watchpost::net
