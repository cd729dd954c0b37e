#include <watchpost/auth/own_links.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

IpAddress address(std::string const& text) {
    return *IpAddress::parse(text);
}

constexpr auto kInterfaces = "fd000000000000000000000000000002 04 40 00 82     eth0\n"
                             "20010db8000a000b0000000000000005 04 40 00 80     eth0\n"
                             "20010db8000a000b0000000000000006 04 40 00 80     eth0\n"
                             "00000000000000000000000000000001 01 80 10 80       lo\n"
                             "2a000000000000000000000000000001 05 08 00 80     tun0\n"
                             "20010db8000c00000000000000000001 06 80 00 80      wg0\n";

bool is_one_place(OwnLinks const& links, std::string const& one, std::string const& other) {
    return links.place_of(address(one)) == links.place_of(address(other));
}

TEST(OwnLinks, take_a_64_from_afar_for_one_place) {
    OwnLinks const links{prefixes_in(kInterfaces)};
    EXPECT_TRUE(is_one_place(links, "2001:db8::1", "2001:db8::ffff:3"));
    EXPECT_FALSE(is_one_place(links, "2001:db8::1", "2001:db8:0:1::1"));
    EXPECT_TRUE(is_one_place(links, "2a00::1", "2a00::2")) << "a prefix that is too short to be a link";
    EXPECT_TRUE(is_one_place(links, "2001:db8:c::2", "2001:db8:c::3")) << "beyond a single address of ours";
}

TEST(OwnLinks, take_neighbours_for_places_of_their_own) {
    OwnLinks const links{prefixes_in(kInterfaces)};
    for (auto const* link : {"fe80::", "fd00::", "fc00:1::", "2001:db8:a:b::"}) {
        auto const one = std::string(link) + "1";
        EXPECT_FALSE(is_one_place(links, one, std::string(link) + "2")) << link;
        EXPECT_EQ(links.place_of(address(one)), address(one));
    }
    EXPECT_TRUE(is_one_place({}, "2001:db8:a:b::1", "2001:db8:a:b::2")) << "nobody knows that it is ours";
    EXPECT_FALSE(is_one_place({}, "192.0.2.1", "192.0.2.2"));
    EXPECT_TRUE(is_one_place({}, "192.0.2.1", "::ffff:192.0.2.1"));
}

TEST(OwnLinks, are_read_line_by_line_and_what_is_odd_is_passed_over) {
    EXPECT_EQ(prefixes_in(kInterfaces).size(), 3U);
    for (auto const* odd :
         {"", "\n\n", "fd00", "fd000000000000000000000000000002 04 40", "x d e f g\n",
          "zz000000000000000000000000000002 04 40 00 82 eth0\n", "-1000000000000000000000000000002f 04 40 00 82 eth0\n",
          "fd000000000000000000000000000002 04 -1 00 82 eth0\n", "fd000000000000000000000000000002 04 81 00 82 eth0\n",
          "fd000000000000000000000000000002 04 fffffffff 00 82 eth0\n"})
        EXPECT_TRUE(prefixes_in(odd).empty()) << odd;
    EXPECT_EQ(prefixes_in("nonsense\n" + std::string(kInterfaces)).size(), 3U);
}

} // namespace
} // namespace watchpost::auth
