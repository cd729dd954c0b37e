#include "support/workers.hpp"

#include <watchpost/core/shared_question.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace watchpost {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class SharedQuestionTest : public testing::Test {
protected:
    Guard ask() {
        return question_->ask([this](int found) { told_.push_back(found); });
    }

    test::PatientWorkers workers_;
    int looks_ = 0;
    std::vector<int> told_;
    std::optional<SharedQuestion<int>> question_{std::in_place, workers_, [this] { return ++looks_; }};
};

TEST_F(SharedQuestionTest, looks_once_for_all_who_ask_meanwhile) {
    auto const first = ask();
    auto const second = ask();
    EXPECT_EQ(workers_.waiting(), 1U);
    workers_.work_once();
    EXPECT_THAT(told_, ElementsAre(1, 1));
}

TEST_F(SharedQuestionTest, looks_again_for_who_asks_later) {
    auto const first = ask();
    workers_.work_once();
    auto const second = ask();
    workers_.work_once();
    EXPECT_THAT(told_, ElementsAre(1, 2));
}

TEST_F(SharedQuestionTest, tells_nobody_who_has_gone_and_keeps_nothing_of_him) {
    auto gone = ask();
    auto const stays = ask();
    gone.release();
    workers_.work_once();
    EXPECT_THAT(told_, ElementsAre(1));
    gone = ask();
    gone.release();
    workers_.work_once();
    EXPECT_THAT(told_, ElementsAre(1));
}

TEST_F(SharedQuestionTest, who_is_told_may_ask_again_or_send_another_away) {
    Guard again;
    Guard second;
    auto const first = question_->ask([&](int) {
        second.release();
        again = ask();
    });
    second = ask();
    workers_.work_once();
    EXPECT_THAT(told_, IsEmpty());
    workers_.work_once();
    EXPECT_THAT(told_, ElementsAre(2));
}

TEST_F(SharedQuestionTest, may_go_before_the_answer_comes) {
    auto const waits = ask();
    question_.reset();
    workers_.work_once();
    EXPECT_THAT(told_, ElementsAre(1));
}

} // namespace
} // namespace watchpost
