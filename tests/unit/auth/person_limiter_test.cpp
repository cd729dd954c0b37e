#include <watchpost/auth/person_limiter.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

using namespace std::chrono_literals;

class PersonLimiterTest : public testing::Test {
protected:
    PersonLimiterTest() { limiter_.set_people({"anna", "bert"}); }

    static IpAddress at(std::string const& text) { return *IpAddress::parse(text); }
    void wrong(int times, std::string const& name = "anna") {
        for (int i = 0; i < times; ++i)
            limiter_.on_wrong(name, now_);
    }
    bool is_open(std::string const& name = "anna", std::string const& from = "203.0.113.7") const {
        return limiter_.is_open(name, at(from), now_);
    }

    PersonLimiter limiter_;
    SteadyTime now_{1000h};
};

TEST_F(PersonLimiterTest, closes_a_name_at_the_twentieth_wrong_password) {
    wrong(19);
    EXPECT_TRUE(is_open());
    wrong(1);
    EXPECT_FALSE(is_open());
    EXPECT_FALSE(is_open("anna", "198.51.100.1")) << "from everywhere";
    EXPECT_TRUE(is_open("bert"));
}

TEST_F(PersonLimiterTest, never_closes_a_name_for_longer_than_five_minutes) {
    wrong(20);
    now_ += 10s;
    EXPECT_TRUE(is_open());
    wrong(1000);
    now_ += 299s;
    EXPECT_FALSE(is_open());
    now_ += 1s;
    EXPECT_TRUE(is_open());
}

TEST_F(PersonLimiterTest, stays_open_where_the_person_has_come_in_before) {
    limiter_.on_right("anna", at("198.51.100.1"));
    wrong(100);
    EXPECT_TRUE(is_open("anna", "198.51.100.1"));
    EXPECT_FALSE(is_open("anna", "198.51.100.2"));
    wrong(100, "bert");
    EXPECT_FALSE(is_open("bert", "198.51.100.1"));
    limiter_.set_people({"anna"});
    EXPECT_TRUE(is_open("anna", "198.51.100.1")) << "whoever else is gone";
    for (std::size_t i = 0; i < PersonLimiter::kKnownPlaces; ++i)
        limiter_.on_right("anna", at("198.51.100." + std::to_string(10 + i)));
    wrong(100);
    EXPECT_FALSE(is_open("anna", "198.51.100.1")) << "the newest places are kept";
    EXPECT_TRUE(is_open("anna", "198.51.100.10"));
}

TEST_F(PersonLimiterTest, begins_anew_when_the_person_comes_in_or_half_an_hour_was_quiet) {
    wrong(19);
    limiter_.on_right("anna", at("198.51.100.1"));
    wrong(19);
    EXPECT_TRUE(is_open());
    now_ += 30min;
    wrong(19);
    EXPECT_TRUE(is_open());
}

TEST_F(PersonLimiterTest, tells_nobody_which_names_there_are) {
    for (auto const* name : {"anna", "zoe"}) {
        wrong(19, name);
        EXPECT_TRUE(is_open(name)) << name;
        wrong(1, name);
        EXPECT_FALSE(is_open(name)) << name;
    }
}

TEST_F(PersonLimiterTest, is_bounded_and_forgets_no_person_for_names_that_nobody_has) {
    wrong(20);
    for (std::size_t i = 0; i < 3 * PersonLimiter::kMaxStrangers; ++i) {
        now_ += 1ms;
        wrong(1, "name-" + std::to_string(i));
        ASSERT_LE(limiter_.strangers(), PersonLimiter::kMaxStrangers);
    }
    EXPECT_FALSE(is_open());
}

} // namespace
} // namespace watchpost::auth
