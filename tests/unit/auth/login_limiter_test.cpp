#include <watchpost/auth/login_limiter.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

using namespace std::chrono_literals;

class LoginLimiterTest : public testing::Test {
protected:
    static IpAddress at(std::string const& text) { return *IpAddress::parse(text); }
    void wrong(int times, std::string const& from = "203.0.113.7") {
        for (int i = 0; i < times; ++i)
            limiter_.on_wrong(at(from), now_);
    }
    bool is_open(std::string const& from = "203.0.113.7") const { return limiter_.is_open(at(from), now_); }

    LoginLimiter limiter_;
    SteadyTime now_{1000h};
};

TEST_F(LoginLimiterTest, closes_a_place_at_the_fifth_wrong_one) {
    wrong(4);
    EXPECT_TRUE(is_open());
    wrong(1);
    EXPECT_FALSE(is_open());
    EXPECT_TRUE(is_open("203.0.113.8"));
}

TEST_F(LoginLimiterTest, doubles_the_delay_up_to_five_minutes) {
    wrong(4);
    for (auto const delay : {10s, 20s, 40s, 80s, 160s, 300s, 300s, 300s, 300s, 300s, 300s, 300s, 300s}) {
        wrong(1);
        now_ += delay - 1s;
        EXPECT_FALSE(is_open()) << delay.count();
        now_ += 1s;
        EXPECT_TRUE(is_open()) << delay.count();
    }
}

TEST_F(LoginLimiterTest, forgets_after_half_an_hour_of_quiet) {
    wrong(4);
    now_ += 30min;
    wrong(4);
    EXPECT_TRUE(is_open());
}

TEST_F(LoginLimiterTest, does_not_count_the_same_wrong_token_again) {
    TokenKey const key = TokenKey::random();
    for (int i = 0; i < 50; ++i)
        limiter_.on_wrong(at("203.0.113.7"), now_, key.hash("old"));
    EXPECT_TRUE(is_open()) << "a board that repeats itself";
    for (auto const* guess : {"a", "b", "c", "d"})
        limiter_.on_wrong(at("203.0.113.7"), now_, key.hash(guess));
    EXPECT_FALSE(is_open()) << "somebody who guesses";
}

TEST_F(LoginLimiterTest, does_not_count_again_what_a_house_full_of_boards_repeats) {
    TokenKey const key = TokenKey::random();
    auto const all_come = [&] {
        for (std::size_t i = 0; i < LoginLimiter::kSeen; ++i)
            limiter_.on_wrong(at("203.0.113.7"), now_, key.hash(std::to_string(i)));
    };
    all_come();
    now_ += LoginLimiter::kLongestDelay;
    all_come();
    EXPECT_TRUE(is_open());
}

TEST_F(LoginLimiterTest, stays_bounded_and_forgets_who_was_quiet_longest) {
    wrong(5);
    for (std::size_t i = 0; i < 2 * LoginLimiter::kMaxPlaces; ++i) {
        now_ += 1ms;
        wrong(5,
              "10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) + "." + std::to_string(i % 256));
        ASSERT_LE(limiter_.size(), LoginLimiter::kMaxPlaces);
    }
    EXPECT_TRUE(is_open()) << "the first was forgotten";
    EXPECT_FALSE(is_open("10.0.7.255")) << "the last was not";
}

TEST_F(LoginLimiterTest, is_not_made_to_forget_who_has_to_wait_by_places_that_need_not) {
    wrong(5);
    for (std::size_t i = 0; i < 2 * LoginLimiter::kMaxPlaces; ++i) {
        now_ += 1ms;
        wrong(1, "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256));
    }
    EXPECT_LE(limiter_.size(), LoginLimiter::kMaxPlaces);
    EXPECT_FALSE(is_open());
}

TEST_F(LoginLimiterTest, is_not_made_to_forget_others_by_a_neighbour_with_many_addresses) {
    wrong(5);
    for (int i = 0; i < 3000; ++i) {
        now_ += 1ms;
        wrong(5, "fd00::" + std::to_string(i));
    }
    EXPECT_LE(limiter_.size(), LoginLimiter::kMaxNear + 1);
    EXPECT_FALSE(is_open());
}

} // namespace
} // namespace watchpost::auth
