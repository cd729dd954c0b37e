#include <watchpost/auth/forwarded.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::auth {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

std::vector<IpRange> const kTrusted{*IpRange::parse("127.0.0.1"), *IpRange::parse("10.0.0.0/8"),
                                    *IpRange::parse("fd00::/8")};

Forwarding follow(Headers const& headers, char const* peer = "10.0.0.1") {
    return follow_forwarding(*IpAddress::parse(peer), headers, kTrusted);
}

struct Chain {
    Headers headers;
    std::string client;
};

TEST(Forwarding, leads_to_the_first_from_the_right_that_is_not_trusted) {
    for (auto const& [headers, client] : std::vector<Chain>{
             {{{"x-forwarded-for", "203.0.113.7"}}, "203.0.113.7"},
             {{{"x-forwarded-for", "198.51.100.1, 203.0.113.7"}}, "203.0.113.7"},
             {{{"x-forwarded-for", "127.0.0.1, 203.0.113.7, 10.2.3.4"}}, "203.0.113.7"},
             {{{"x-forwarded-for", "10.1.1.1,10.2.3.4"}}, "10.1.1.1"},
             {{{"x-forwarded-for", " 203.0.113.7:4711 "}}, "203.0.113.7"},
             {{{"x-forwarded-for", "[2001:db8::1]:4711"}}, "2001:db8::1"},
             {{{"x-forwarded-for", "2001:db8::1"}}, "2001:db8::1"},
             {{{"x-forwarded-for", "::ffff:203.0.113.7"}}, "203.0.113.7"},
             {{{"forwarded", "for=203.0.113.7"}}, "203.0.113.7"},
             {{{"forwarded", "For=\"[2001:db8::1]:47\";proto=https;by=10.0.0.1"}}, "2001:db8::1"},
             {{{"forwarded", "for=127.0.0.1, for=203.0.113.7;host=\"a,b;c\", for=10.9.9.9"}}, "203.0.113.7"},
             {{{"forwarded", "for=203.0.113.7"}, {"x-forwarded-for", "203.0.113.7"}}, "203.0.113.7"},
             {{{"x-real-ip", "203.0.113.7"}}, "10.0.0.1"}}) {
        auto const found = follow(headers);

        EXPECT_FALSE(found.malformed) << headers.front().second;
        EXPECT_TRUE(found.is_forwarded) << headers.front().second;
        EXPECT_EQ(found.client.to_string(), client) << headers.front().second;
    }
}

TEST(Forwarding, that_is_malformed_is_said_to_be) {
    for (auto const& headers :
         std::vector<Headers>{{{"x-forwarded-for", ""}},
                              {{"x-forwarded-for", ","}},
                              {{"x-forwarded-for", "203.0.113.7,"}},
                              {{"x-forwarded-for", ",203.0.113.7"}},
                              {{"x-forwarded-for", "203.0.113.7,,10.0.0.2"}},
                              {{"x-forwarded-for", "unknown"}},
                              {{"x-forwarded-for", "203.0.113.7 10.0.0.2"}},
                              {{"x-forwarded-for", "junk, 203.0.113.7"}},
                              {{"x-forwarded-for", "\"203.0.113.7\""}},
                              {{"x-forwarded-for", "203.0.113.7"}, {"x-forwarded-for", "10.0.0.2"}},
                              {{"x-forwarded-for", "203.0.113.7"}, {"x-forwarded-for", "203.0.113.7"}},
                              {{"forwarded", ""}},
                              {{"forwarded", "for="}},
                              {{"forwarded", "proto=https"}},
                              {{"forwarded", "for=_hidden"}},
                              {{"forwarded", "for=203.0.113.7;for=10.0.0.2"}},
                              {{"forwarded", "for=203.0.113.7;proto=ftp"}},
                              {{"forwarded", "for=\"203.0.113.7"}},
                              {{"forwarded", "for=203.0.113.7;"}},
                              {{"forwarded", "for=203.0.113.7"}, {"forwarded", "for=203.0.113.7"}},
                              {{"forwarded", "for=203.0.113.7"}, {"x-forwarded-for", "203.0.113.8"}},
                              {{"x-forwarded-proto", ""}},
                              {{"x-forwarded-proto", "https,http"}},
                              {{"x-forwarded-proto", "https"}, {"x-forwarded-proto", "https"}},
                              {{"x-forwarded-proto", "http"}, {"forwarded", "for=1.2.3.4;proto=https"}}})
        EXPECT_TRUE(follow(headers).malformed) << headers.front().first << ": " << headers.front().second;
    std::string long_chain = "203.0.113.7";
    for (int i = 0; i < 32; ++i)
        long_chain += ", 10.0.0.2";
    EXPECT_TRUE(follow({{"x-forwarded-for", long_chain}}).malformed);
}

TEST(Forwarding, of_a_peer_that_is_not_trusted_is_not_looked_at) {
    for (auto const* value : {"127.0.0.1", "junk", ""}) {
        auto const found = follow({{"x-forwarded-for", value}, {"x-forwarded-proto", "gopher"}}, "203.0.113.9");

        EXPECT_FALSE(found.malformed) << value;
        EXPECT_TRUE(found.is_forwarded) << "it is never local";
        EXPECT_EQ(found.client.to_string(), "203.0.113.9");
        EXPECT_EQ(found.secure, std::nullopt);
    }
    EXPECT_FALSE(follow({{"user-agent", "x"}}, "203.0.113.9").is_forwarded);
}

TEST(Forwarding, by_a_trusted_peer_that_says_nothing_is_forwarding_all_the_same) {
    EXPECT_TRUE(follow({}, "127.0.0.1").is_forwarded);
    EXPECT_TRUE(follow({}, "::ffff:127.0.0.1").is_forwarded);
    EXPECT_FALSE(follow({}, "127.0.0.2").is_forwarded);
}

TEST(Forwarding, tells_the_scheme) {
    EXPECT_EQ(follow({{"x-forwarded-proto", "https"}}).secure, true);
    EXPECT_EQ(follow({{"x-forwarded-proto", "HTTP"}}).secure, false);
    EXPECT_EQ(follow({{"forwarded", "for=1.2.3.4;proto=http, for=10.0.0.9;proto=https"}}).secure, true)
        << "our neighbour's word counts";
    EXPECT_EQ(follow({{"x-forwarded-for", "1.2.3.4"}}).secure, std::nullopt);
}

} // namespace
} // namespace watchpost::auth
