#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/workers.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace watchpost {

/// What a worker finds out for all who ask meanwhile: one look at a time, however many ask and however long it takes,
/// so that nothing piles up behind a disk that hangs. Loop thread only.
template <class Found>
class SharedQuestion {
public:
    using Tell = std::function<void(Found const&)>;

    /// `look` runs on a worker, and owns what it uses. `workers` outlives this.
    SharedQuestion(Workers& workers, std::function<Found()> look)
        : workers_(workers)
        , look_(std::move(look)) {}

    /// Calls `tell` on the loop thread when the answer is there, unless the guard has gone before.
    Guard ask(Tell tell) {
        auto const number = state_->next++;
        state_->waiting.emplace(number, std::move(tell));
        if (!std::exchange(state_->is_looking, true)) {
            auto const found = std::make_shared<Found>();
            workers_.run([found, look = look_] { *found = look(); }, [found, state = state_] { state->tell(*found); });
        }
        return Guard{[state = state_, number] { state->waiting.erase(number); }};
    }

private:
    struct State {
        std::map<std::uint64_t, Tell> waiting;
        std::uint64_t next = 0;
        bool is_looking = false;

        void tell(Found const& found) {
            is_looking = false;
            auto const first_of_next = next; // who is told may ask again
            while (!waiting.empty() && waiting.begin()->first < first_of_next) {
                auto const one = waiting.extract(waiting.begin());
                one.mapped()(found);
            }
        }
    };

    Workers& workers_;
    std::function<Found()> look_;
    std::shared_ptr<State> state_ = std::make_shared<State>(); ///< outlives this while a worker looks
};

} // namespace watchpost
