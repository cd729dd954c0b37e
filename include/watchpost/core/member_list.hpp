#pragma once

#include <watchpost/core/guard.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace watchpost {

/// Objects that want to be called. One may join or leave from inside a call: who left is not called any more, who
/// joined is called from the next round on. A guard may outlive its list. One thread only.
template <class T>
class MemberList {
public:
    MemberList() = default;
    MemberList(MemberList const&) = delete;
    MemberList& operator=(MemberList const&) = delete;

    /// `member` lives at least as long as the guard.
    Guard join(T& member) {
        state_->members.push_back(&member);
        ++state_->size;
        return Guard{[weak = std::weak_ptr(state_), leaving = &member] {
            if (auto const state = weak.lock()) state->leave(leaving);
        }};
    }

    template <class Call>
    void for_each(Call call) const {
        auto const state = state_;
        ++state->rounds;
        auto const count = state->members.size();
        for (std::size_t i = 0; i < count; ++i)
            if (auto* const member = state->members[i]) call(*member);
        if (--state->rounds == 0) state->tidy();
    }

    std::size_t size() const { return state_->size; }
    bool empty() const { return size() == 0; }

private:
    struct State {
        std::vector<T*> members; ///< null where somebody left during a round
        std::size_t size = 0;
        int rounds = 0;

        void leave(T* leaving) {
            auto const it = std::find(members.begin(), members.end(), leaving);
            if (it == members.end()) return;
            *it = nullptr;
            --size;
            if (rounds == 0) tidy();
        }
        void tidy() { std::erase(members, nullptr); }
    };

    std::shared_ptr<State> state_ = std::make_shared<State>();
};

} // namespace watchpost
