#include <watchpost/auth/session_table.hpp>

#include <gtest/gtest.h>

#include <set>

namespace watchpost::auth {
namespace {

using namespace std::chrono_literals;

class SessionTableTest : public testing::Test {
protected:
    SessionTable sessions_;
    SteadyTime now_{1000h};
};

TEST_F(SessionTableTest, finds_who_shows_the_token) {
    auto const anna = sessions_.begin("anna", Role::operator_, now_);
    auto const bert = sessions_.begin("bert", Role::viewer, now_);

    ASSERT_NE(sessions_.find(anna.token, now_), nullptr);
    EXPECT_EQ(sessions_.find(anna.token, now_)->person, "anna");
    EXPECT_EQ(sessions_.find(anna.token, now_)->role, Role::operator_);
    EXPECT_EQ(sessions_.find(bert.token, now_)->person, "bert");
    for (auto const& wrong : {std::string(), anna.token + "x", anna.token.substr(1), std::string("anna")})
        EXPECT_EQ(sessions_.find(wrong, now_), nullptr) << wrong;
}

TEST_F(SessionTableTest, gives_a_new_token_at_each_login) {
    std::set<std::string> tokens;
    for (int i = 0; i < 20; ++i)
        tokens.insert(sessions_.begin("anna", Role::viewer, now_).token);
    EXPECT_EQ(tokens.size(), 20U);
    for (auto const& token : tokens)
        EXPECT_GE(token.size(), 43U) << "256 bits";
}

TEST_F(SessionTableTest, ends_when_it_is_not_used) {
    auto const anna = sessions_.begin("anna", Role::viewer, now_);
    now_ += SessionTable::kIdle - 1s;
    EXPECT_NE(sessions_.find(anna.token, now_), nullptr);
    now_ += SessionTable::kIdle - 1s;
    EXPECT_NE(sessions_.find(anna.token, now_), nullptr) << "it was used meanwhile";
    now_ += SessionTable::kIdle;
    EXPECT_EQ(sessions_.find(anna.token, now_), nullptr);
}

TEST_F(SessionTableTest, ends_at_last_however_much_it_is_used) {
    auto const anna = sessions_.begin("anna", Role::viewer, now_);
    for (auto left = SessionTable::kLongest; left > 1h; left -= 1h) {
        now_ += 1h;
        sessions_.use(anna.id, now_);
        sessions_.end_expired(now_);
        ASSERT_TRUE(sessions_.is_open(anna.id));
    }
    now_ += 1h;
    EXPECT_EQ(sessions_.find(anna.token, now_), nullptr);
    sessions_.end_expired(now_);
    EXPECT_FALSE(sessions_.is_open(anna.id));
}

TEST_F(SessionTableTest, ends_all_of_one_person_and_nobody_elses) {
    auto const one = sessions_.begin("anna", Role::viewer, now_);
    auto const two = sessions_.begin("anna", Role::viewer, now_);
    auto const other = sessions_.begin("bert", Role::viewer, now_);
    sessions_.end_all_of("anna");
    EXPECT_EQ(sessions_.find(one.token, now_), nullptr);
    EXPECT_EQ(sessions_.find(two.token, now_), nullptr);
    EXPECT_NE(sessions_.find(other.token, now_), nullptr);
}

TEST_F(SessionTableTest, of_one_person_do_not_push_out_those_of_others) {
    auto const bert = sessions_.begin("bert", Role::viewer, now_);
    auto const first = sessions_.begin("anna", Role::viewer, now_);
    for (std::size_t i = 0; i < 2 * SessionTable::kMost; ++i) {
        now_ += 1s;
        sessions_.begin("anna", Role::viewer, now_);
    }
    EXPECT_EQ(sessions_.size(), 1 + SessionTable::kMostOfOne);
    EXPECT_NE(sessions_.find(bert.token, now_), nullptr);
    EXPECT_EQ(sessions_.find(first.token, now_), nullptr);
}

TEST_F(SessionTableTest, are_bounded) {
    for (std::size_t i = 0; i < SessionTable::kMost + 20; ++i)
        sessions_.begin("p" + std::to_string(i), Role::viewer, now_ += 1s);
    EXPECT_EQ(sessions_.size(), SessionTable::kMost);
}

} // namespace
} // namespace watchpost::auth
