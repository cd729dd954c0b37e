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
             {{{"x-forwarded-for", "198.51.100.1"}, {"x-forwarded-for", "203.0.113.7"}}, "203.0.113.7"},
             {{{"x-forwarded-for", "203.0.113.7"}, {"x-forwarded-for", "10.0.0.2"}}, "203.0.113.7"},
             {{{"forwarded", "for=127.0.0.1"}, {"forwarded", "for=203.0.113.7"}}, "203.0.113.7"},
             {{{"x-real-ip", "203.0.113.7"}}, "10.0.0.1"}}) {
        auto const found = follow(headers);

        EXPECT_FALSE(found.is_unknown) << headers.front().second;
        EXPECT_TRUE(found.is_forwarded) << headers.front().second;
        EXPECT_EQ(found.client.to_string(), client) << headers.front().second;
    }
}

TEST(Forwarding, is_changed_by_nothing_that_a_stranger_wrote_beyond_the_hop_that_decides) {
    std::string many;
    for (int i = 0; i < 2000; ++i)
        many += "10.0.0.2, ";
    for (std::string const& beyond :
         {std::string(), std::string(","), std::string("junk,"), std::string("unknown, "), std::string("127.0.0.1, "),
          std::string("\"127.0.0.1, "), std::string("for=\"127.0.0.1, "), std::string("for=\\, "),
          std::string("for=\"a\\\", "), std::string(";;;==\"\"\", "), many}) {
        auto const plain = follow({{"x-forwarded-for", beyond + "203.0.113.7"}});
        EXPECT_FALSE(plain.is_unknown) << beyond.substr(0, 40);
        EXPECT_EQ(plain.client.to_string(), "203.0.113.7") << beyond.substr(0, 40);

        auto const standard = follow({{"forwarded", beyond + "for=\"203.0.113.7:80\";proto=https, for=10.0.0.2"}});
        EXPECT_FALSE(standard.is_unknown) << beyond.substr(0, 40);
        EXPECT_EQ(standard.client.to_string(), "203.0.113.7") << beyond.substr(0, 40);
        EXPECT_EQ(standard.secure, true) << beyond.substr(0, 40);
    }
}

TEST(Forwarding, that_cannot_be_read_where_it_decides_is_of_somebody_unknown) {
    for (auto const& headers :
         std::vector<Headers>{{{"x-forwarded-for", ""}},
                              {{"x-forwarded-for", ","}},
                              {{"x-forwarded-for", "203.0.113.7,"}},
                              {{"x-forwarded-for", ",10.0.0.2"}},
                              {{"x-forwarded-for", "203.0.113.7,,10.0.0.2"}},
                              {{"x-forwarded-for", "unknown"}},
                              {{"x-forwarded-for", "unix:"}},
                              {{"x-forwarded-for", "::"}},
                              {{"x-forwarded-for", "203.0.113.7 10.0.0.2"}},
                              {{"x-forwarded-for", "203.0.113.7, junk"}},
                              {{"x-forwarded-for", "203.0.113.7, junk, 10.0.0.2"}},
                              {{"x-forwarded-for", "\"203.0.113.7\""}},
                              {{"x-forwarded-for", "203.0.113.7"}, {"x-forwarded-for", ""}},
                              {{"forwarded", ""}},
                              {{"forwarded", "for="}},
                              {{"forwarded", "proto=https"}},
                              {{"forwarded", "for=_hidden"}},
                              {{"forwarded", "for=unknown"}},
                              {{"forwarded", "for=203.0.113.7;for=10.0.0.2"}},
                              {{"forwarded", "for=\"203.0.113.7"}},
                              {{"forwarded", "for=203.0.113.7;"}},
                              {{"forwarded", "for=203.0.113.7"}, {"forwarded", "for=_hidden"}},
                              {{"forwarded", "for=203.0.113.7"}, {"x-forwarded-for", "junk"}},
                              {{"forwarded", "junk"}, {"x-forwarded-for", "203.0.113.7"}},
                              {{"forwarded", "for=203.0.113.7"}, {"x-forwarded-for", "203.0.113.8"}}}) {
        auto const found = follow(headers);

        EXPECT_TRUE(found.is_unknown) << headers.front().first << ": " << headers.front().second;
        EXPECT_TRUE(found.is_forwarded) << "it is never local";
        EXPECT_EQ(found.client, IpAddress{}) << "nor anybody else";
    }
}

TEST(Forwarding, of_a_peer_that_is_not_trusted_is_not_looked_at) {
    for (auto const* value : {"127.0.0.1", "junk", ""}) {
        auto const found = follow({{"x-forwarded-for", value}, {"x-forwarded-proto", "gopher"}}, "203.0.113.9");

        EXPECT_FALSE(found.is_unknown) << value;
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
    for (auto const* word : {"https", "HTTPS", "wss", "Wss"}) {
        EXPECT_EQ(follow({{"x-forwarded-proto", word}}).secure, true) << word;
        EXPECT_EQ(follow({{"forwarded", std::string("for=1.2.3.4;proto=") + word}}).secure, true) << word;
    }
    for (auto const* word : {"http", "HTTP", "ws", "WS"})
        EXPECT_EQ(follow({{"x-forwarded-proto", word}}).secure, false) << word;
    EXPECT_EQ(follow({{"x-forwarded-for", "1.2.3.4"}}).secure, std::nullopt);
}

TEST(Forwarding, tells_the_scheme_that_the_client_came_with_and_not_that_between_proxies) {
    EXPECT_EQ(follow({{"forwarded", "for=1.2.3.4;proto=https, for=10.0.0.9;proto=http"}}).secure, true);
    EXPECT_EQ(follow({{"forwarded", "for=1.2.3.4, for=10.0.0.9;proto=https"}}).secure, std::nullopt);
    EXPECT_EQ(follow({{"x-forwarded-for", "1.2.3.4, 10.0.0.9"}, {"x-forwarded-proto", "https,http"}}).secure, true);
    EXPECT_EQ(follow({{"x-forwarded-for", "1.2.3.4, 10.0.0.9"}, {"x-forwarded-proto", "https"}}).secure, true)
        << "the first proxy said it, the second keeps no list";
}

TEST(Forwarding, takes_no_scheme_from_a_stranger_and_refuses_nothing_for_one) {
    EXPECT_EQ(follow({{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https,http"}}).secure, false);
    EXPECT_EQ(follow({{"x-forwarded-proto", "https"}, {"x-forwarded-proto", "http"}}).secure, false);
    for (auto const* word : {"", "gopher", "https http", "http,", "https;http"}) {
        auto const found = follow({{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", word}});
        EXPECT_EQ(found.secure, std::nullopt) << word;
        EXPECT_EQ(found.client.to_string(), "1.2.3.4") << word;
    }
    EXPECT_EQ(follow({{"x-forwarded-proto", "http"}, {"forwarded", "for=1.2.3.4;proto=https"}}).secure, std::nullopt)
        << "one of them is a stranger's";
}

} // namespace
} // namespace watchpost::auth
