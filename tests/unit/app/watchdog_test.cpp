#include "watchdog.hpp"

#include <watchpost/net/worker_pool.hpp>

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

namespace watchpost::app {
namespace {

using namespace std::chrono_literals;

class WatchdogTest : public testing::Test {
protected:
    /// Ticks until the workers have had their chance.
    void let_answer(std::size_t stuck) {
        while (crew_.silent().size() != stuck)
            std::this_thread::yield();
    }
    int said_after(std::chrono::milliseconds time) {
        auto const before = said_;
        now_ += time;
        watchdog_.tick(now_);
        return said_ - before;
    }

    boost::asio::io_context loop_{1};
    net::Crew crew_;
    net::WorkerPool disk_{loop_, crew_, "the disk"};
    net::WorkerPool hashers_{loop_, crew_, "passwords"};
    int said_ = 0;
    Watchdog watchdog_{10s, crew_, [this] { ++said_; }};
    SteadyTime now_{1000h};
};

TEST_F(WatchdogTest, speaks_twice_in_each_limit_while_all_are_free) {
    EXPECT_EQ(said_after(0s), 1);
    let_answer(0);
    EXPECT_EQ(said_after(4999ms), 0);
    EXPECT_EQ(said_after(1ms), 1);
    let_answer(0);
    EXPECT_EQ(said_after(5s), 1);
}

TEST_F(WatchdogTest, is_silent_while_any_worker_is_stuck_and_speaks_as_soon_as_it_is_free) {
    for (auto* const pool : {&disk_, &hashers_}) {
        std::promise<void> begun;
        std::promise<void> release;
        pool->run(
            [&] {
                begun.set_value();
                release.get_future().wait();
            },
            [] {});
        begun.get_future().wait();
        EXPECT_EQ(said_after(5s), 1) << "it answered the question before";
        let_answer(1);
        for (int i = 0; i < 5; ++i)
            EXPECT_EQ(said_after(5s), 0) << pool->name();
        EXPECT_EQ(crew_.silent(), std::vector{pool->name()});

        release.set_value();
        let_answer(0);
        EXPECT_EQ(said_after(1ms), 1);
        let_answer(0);
    }
}

TEST_F(WatchdogTest, takes_a_worker_with_much_to_do_for_free_as_long_as_it_gets_something_done) {
    std::promise<void> begun[2];
    std::promise<void> release[2];
    for (std::size_t i = 0; i < 2; ++i)
        disk_.run(
            [&, i] {
                begun[i].set_value();
                release[i].get_future().wait();
            },
            [] {});
    begun[0].get_future().wait();
    EXPECT_EQ(said_after(0s), 1);
    let_answer(1);
    EXPECT_EQ(said_after(5s), 0);
    release[0].set_value();
    begun[1].get_future().wait();
    EXPECT_EQ(said_after(1ms), 1) << "the first piece is done, though the second is not";
    release[1].set_value();
    let_answer(0);
}

TEST_F(WatchdogTest, knows_a_pool_that_is_made_later_and_forgets_one_that_is_gone) {
    std::promise<void> begun;
    std::promise<void> release;
    std::optional<net::WorkerPool> later(std::in_place, loop_, crew_, "something new");
    later->run(
        [&] {
            begun.set_value();
            release.get_future().wait();
        },
        [] {});
    begun.get_future().wait();
    EXPECT_EQ(said_after(5s), 1);
    let_answer(1);
    EXPECT_EQ(said_after(5s), 0);
    release.set_value();
    later.reset();
    let_answer(0);
    EXPECT_EQ(said_after(5s), 1);
}

TEST(Watchdog, that_nobody_waits_for_says_nothing) {
    net::Crew crew;
    int said = 0;
    Watchdog watchdog{std::nullopt, crew, [&said] { ++said; }};
    watchdog.tick(SteadyTime(1000h));
    EXPECT_EQ(said, 0);
}

} // namespace
} // namespace watchpost::app
