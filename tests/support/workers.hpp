#pragma once

#include <watchpost/core/workers.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <utility>

namespace watchpost::test {

/// Work waits until the test lets it be done.
class PatientWorkers final : public Workers {
public:
    void run(std::function<void()> work, std::function<void()> then) override {
        waiting_.emplace_back(std::move(work), std::move(then));
    }

    std::size_t waiting() const { return waiting_.size(); }
    void work_once() {
        auto const [work, then] = take();
        work();
        then();
    }
    void work() {
        while (!waiting_.empty())
            work_once();
    }
    /// As a fault of ours does.
    void fail() {
        while (!waiting_.empty())
            take().second();
    }

private:
    using Job = std::pair<std::function<void()>, std::function<void()>>;

    Job take() {
        auto job = std::move(waiting_.front());
        waiting_.pop_front();
        return job;
    }

    std::deque<Job> waiting_;
};

/// Does everything at once, here.
class PromptWorkers final : public Workers {
public:
    void run(std::function<void()> work, std::function<void()> then) override {
        ++runs;
        if (!fails) work();
        then();
    }
    int runs = 0;
    bool fails = false; ///< as a fault of ours does
};

} // namespace watchpost::test
