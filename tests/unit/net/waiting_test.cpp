#include <watchpost/net/handshake_places.hpp>
#include <watchpost/net/waiting_line.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace watchpost::net {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;

/// Lets go of its place when it is dropped, as connections do.
class Waiting final : public Connection {
public:
    void shut_down() override { drop(); }
    void drop() override {
        dropped = true;
        place.release();
    }

    bool dropped = false;
    Guard place;
};

class WaitingLineTest : public testing::Test {
protected:
    Waiting& join(std::string const& from) {
        auto& one = *all_.emplace_back(std::make_unique<Waiting>());
        one.place = line_.join(one, make_address(from));
        return one;
    }

    WaitingLine line_;
    std::vector<std::unique_ptr<Waiting>> all_;
};

TEST_F(WaitingLineTest, drops_who_waited_longest) {
    EXPECT_FALSE(line_.make_room());
    auto& first = join("192.0.2.1");
    auto& second = join("192.0.2.2");
    auto& third = join("192.0.2.1");
    EXPECT_TRUE(line_.make_room());
    EXPECT_TRUE(first.dropped && !second.dropped && !third.dropped);
    second.place.release(); // it has said what it wanted
    EXPECT_TRUE(line_.make_room());
    EXPECT_TRUE(!second.dropped && third.dropped);
    EXPECT_FALSE(line_.make_room());
}

TEST_F(WaitingLineTest, drops_who_waited_longest_of_a_place) {
    auto& other = join("192.0.2.1");
    auto& first = join("192.0.2.2");
    auto& second = join("192.0.2.2");
    EXPECT_TRUE(line_.make_room_at(make_address("192.0.2.2")));
    EXPECT_TRUE(first.dropped && !second.dropped && !other.dropped);
    EXPECT_TRUE(line_.make_room_at(make_address("192.0.2.2")));
    EXPECT_FALSE(line_.make_room_at(make_address("192.0.2.2")));
    EXPECT_FALSE(other.dropped);
}

TEST_F(WaitingLineTest, may_go_before_its_guards) {
    auto line = std::make_unique<WaitingLine>();
    Waiting one;
    one.place = line->join(one, make_address("192.0.2.1"));
    line.reset();
}

class HandshakePlacesTest : public testing::Test {
protected:
    /// Null when it has to wait.
    Waiting* begin(std::string const& from) {
        auto one = std::make_unique<Waiting>();
        auto place = places_.admit(*one, make_address(from), now_);
        if (!place) return nullptr;
        one->place = std::move(*place);
        all_.push_back(std::move(one));
        return all_.back().get();
    }
    std::size_t dropped() const {
        return static_cast<std::size_t>(
            std::count_if(all_.begin(), all_.end(), [](auto const& one) { return one->dropped; }));
    }

    SteadyTime now_{1000h};
    HandshakePlaces places_{{10, 4}};
    std::vector<std::unique_ptr<Waiting>> all_;
};

TEST_F(HandshakePlacesTest, are_given_without_harm_while_there_are_some) {
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(begin("192.0.2." + std::to_string(i / 4)));
    EXPECT_EQ(dropped(), 0U);
}

TEST_F(HandshakePlacesTest, that_many_addresses_fill_are_taken_from_who_has_most) {
    for (int i = 0; i < 10; ++i)
        begin("192.0.2." + std::to_string(i / 4)); // four, four and two
    EXPECT_TRUE(begin("192.0.2.100")) << "though all of them may be honest";
    EXPECT_EQ(dropped(), 1U);
    EXPECT_TRUE(all_[0]->dropped || all_[4]->dropped);
    EXPECT_TRUE(begin("192.0.2.100"));
    EXPECT_TRUE(begin("192.0.2.101"));
    EXPECT_TRUE(begin("192.0.2.102"));
    EXPECT_FALSE(all_[8]->dropped || all_[9]->dropped || all_[10]->dropped) << "nobody who has little";
}

TEST_F(HandshakePlacesTest, are_not_taken_by_who_has_as_many_from_who_still_thinks) {
    for (int i = 0; i < 10; ++i)
        begin("192.0.2." + std::to_string(i));
    now_ += 1999ms;
    EXPECT_FALSE(begin("192.0.2.100")) << "boards that all come back at once do not push each other out";
    now_ += 1ms;
    EXPECT_TRUE(begin("192.0.2.100"));
    EXPECT_TRUE(all_[0]->dropped);
    EXPECT_EQ(dropped(), 1U);
}

TEST_F(HandshakePlacesTest, are_taken_from_who_was_without_progress_longest) {
    for (int i = 0; i < 10; ++i) {
        begin("192.0.2." + std::to_string(i));
        now_ += 1ms;
    }
    now_ += 3s;
    places_.on_progress(*all_[0], now_);
    places_.on_progress(*all_[1], now_);
    EXPECT_TRUE(begin("192.0.2.100"));
    EXPECT_TRUE(all_[2]->dropped);
    EXPECT_EQ(dropped(), 1U);
}

TEST_F(HandshakePlacesTest, of_an_address_are_bounded_and_its_stalled_ones_make_room) {
    for (int i = 0; i < 4; ++i)
        EXPECT_TRUE(begin("192.0.2.1"));
    EXPECT_FALSE(begin("192.0.2.1"));
    EXPECT_TRUE(begin("192.0.2.2"));
    now_ += 2s;
    EXPECT_TRUE(begin("192.0.2.1"));
    EXPECT_TRUE(all_[0]->dropped);
    EXPECT_FALSE(all_[4]->dropped);
}

TEST_F(HandshakePlacesTest, of_this_machine_are_as_many_as_there_are) {
    for (int i = 0; i < 10; ++i)
        EXPECT_TRUE(begin("127.0.0.1"));
    EXPECT_FALSE(begin("127.0.0.1"));
    EXPECT_TRUE(begin("192.0.2.1"));
    EXPECT_EQ(dropped(), 1U);
}

TEST_F(HandshakePlacesTest, are_free_again_when_a_handshake_is_over) {
    for (int i = 0; i < 10; ++i)
        begin("192.0.2." + std::to_string(i));
    all_[5]->place.release();
    EXPECT_TRUE(begin("192.0.2.100"));
    EXPECT_EQ(dropped(), 0U);
}

} // namespace
} // namespace watchpost::net
