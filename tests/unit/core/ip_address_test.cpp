#include <watchpost/core/ip_address.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TEST(IpAddress, has_one_form) {
    EXPECT_EQ(IpAddress::parse("::ffff:127.0.0.1"), IpAddress::parse("127.0.0.1"));
    EXPECT_EQ(IpAddress::parse("::ffff:7f00:1")->to_string(), "127.0.0.1");
    EXPECT_EQ(IpAddress::parse("2001:DB8:0:0::1")->to_string(), "2001:db8::1");
    EXPECT_TRUE(IpAddress::parse("::ffff:192.0.2.1")->is_v4());
    EXPECT_FALSE(IpAddress::parse("::1")->is_v4());
}

TEST(IpAddress, is_nothing_else_that_looks_like_one) {
    for (auto const* text : {"", " 127.0.0.1", "127.0.0.1 ", "127.1", "2130706433", "0x7f.0.0.1", "127.0.0.01", "[::1]",
                             "127.0.0.1:80", "fe80::1%eth0", "localhost", "256.0.0.1", ":::1", "127.0.0.1/8"})
        EXPECT_FALSE(IpAddress::parse(text)) << text;
    EXPECT_FALSE(IpAddress::parse(std::string_view("127.0.0.1\0x", 11)));
}

TEST(IpAddress, knows_this_machine) {
    for (auto const* text : {"127.0.0.1", "127.255.0.3", "::1", "::ffff:127.0.0.1"})
        EXPECT_TRUE(IpAddress::parse(text)->is_loopback()) << text;
    for (auto const* text : {"0.0.0.0", "128.0.0.1", "::", "::2", "::127.0.0.1", "192.168.0.1"})
        EXPECT_FALSE(IpAddress::parse(text)->is_loopback()) << text;
}

TEST(IpAddress, counts_as_one_place_with_its_64) {
    EXPECT_EQ(IpAddress::parse("2001:db8::1")->place(), IpAddress::parse("2001:db8::ffff:1")->place());
    EXPECT_NE(IpAddress::parse("2001:db8:0:1::1")->place(), IpAddress::parse("2001:db8::1")->place());
    EXPECT_NE(IpAddress::parse("192.0.2.1")->place(), IpAddress::parse("192.0.2.2")->place());
}

struct RangeRow {
    char const* range;
    char const* inside;
    char const* outside;
};

TEST(IpRange, holds_what_begins_with_its_bits) {
    for (auto const& [range, inside, outside] :
         {RangeRow{"10.0.0.0/8", "10.255.1.2", "11.0.0.0"}, RangeRow{"192.0.2.128/25", "192.0.2.200", "192.0.2.127"},
          RangeRow{"192.0.2.7", "192.0.2.7", "192.0.2.6"}, RangeRow{"192.0.2.7/32", "::ffff:192.0.2.7", "192.0.2.6"},
          RangeRow{"0.0.0.0/0", "8.8.8.8", "2001:db8::1"}, RangeRow{"::/0", "2001:db8::1", "8.8.8.8"},
          RangeRow{"fd00::/8", "fdff::1", "fc00::1"}, RangeRow{"::1", "::1", "::2"},
          RangeRow{"::ffff:10.0.0.0/104", "10.1.2.3", "11.0.0.1"}}) {
        auto const parsed = IpRange::parse(range);
        ASSERT_TRUE(parsed) << range;
        EXPECT_TRUE(parsed->contains(*IpAddress::parse(inside))) << range << " " << inside;
        EXPECT_FALSE(parsed->contains(*IpAddress::parse(outside))) << range << " " << outside;
    }
}

TEST(IpRange, is_refused_when_it_is_none) {
    for (auto const* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8x", "10.0.0.1/8",
                             "fd00::/129", "10.0.0.0/8/8", "all", "10.0.0.0/ 8"})
        EXPECT_FALSE(IpRange::parse(text)) << text;
}

} // namespace
} // namespace watchpost
