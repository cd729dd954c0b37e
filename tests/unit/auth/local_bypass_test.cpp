#include <watchpost/auth/local_bypass.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

PeerFacts local_peer() {
    PeerFacts facts;
    facts.loopback = true;
    facts.host = "localhost:3000";
    facts.our_port = 3000;
    return facts;
}

TEST(LocalBypass, is_granted_to_a_plain_local_peer) {
    EXPECT_TRUE(local_bypass(local_peer()));
}

TEST(LocalBypass, is_lost_by_each_fact_alone) {
    auto from_afar = local_peer();
    from_afar.loopback = false;
    auto with_proxy = local_peer();
    with_proxy.behind_proxy = true;
    auto forwarded = local_peer();
    forwarded.forwarded_header_present = true;
    auto other_port = local_peer();
    other_port.our_port = 3001;
    auto foreign_page = local_peer();
    foreign_page.origin = "https://evil.example";

    EXPECT_FALSE(local_bypass(from_afar));
    EXPECT_FALSE(local_bypass(with_proxy));
    EXPECT_FALSE(local_bypass(forwarded));
    EXPECT_FALSE(local_bypass(other_port));
    EXPECT_FALSE(local_bypass(foreign_page));
    auto cross_site = local_peer();
    cross_site.cross_site = true;
    EXPECT_FALSE(local_bypass(cross_site));
}

struct HostRow {
    std::string host;
    std::uint16_t our_port;
    bool granted;
};

class LocalBypassHost : public testing::TestWithParam<HostRow> {};

TEST_P(LocalBypassHost, must_be_this_machine_with_our_port) {
    auto facts = local_peer();
    facts.host = GetParam().host;
    facts.our_port = GetParam().our_port;

    EXPECT_EQ(local_bypass(facts), GetParam().granted) << "Host: " << facts.host;
}

INSTANTIATE_TEST_SUITE_P(
    LocalBypass, LocalBypassHost,
    testing::Values(HostRow{"LocalHost:3000", 3000, true}, HostRow{"127.0.0.1:3000", 3000, true},
                    HostRow{"[::1]:3000", 3000, true}, HostRow{"localhost", 80, true}, HostRow{"[::1]", 80, true},
                    HostRow{"localhost", 3000, false}, HostRow{"", 3000, false}, HostRow{"localhost:", 80, false},
                    HostRow{"localhost:80x", 80, false}, HostRow{"localhost:-80", 80, false},
                    HostRow{"localhost:+80", 80, false}, HostRow{"localhost:68536", 3000, false},
                    HostRow{"localhost.:3000", 3000, false}, HostRow{"localhost3000", 3000, false},
                    HostRow{"localhost.evil.example:3000", 3000, false}, HostRow{"evil.example:3000", 3000, false},
                    HostRow{"evil@localhost:3000", 3000, false}, HostRow{"127.0.0.2:3000", 3000, false},
                    HostRow{"::1:3000", 3000, false}, HostRow{" localhost:3000", 3000, false},
                    HostRow{"localhost:3000 ", 3000, false},
                    HostRow{std::string("localhost\0:3000", 15), 3000, false}));

struct OriginRow {
    std::string host, origin;
    bool granted;
};

class LocalBypassOrigin : public testing::TestWithParam<OriginRow> {};

TEST_P(LocalBypassOrigin, must_be_a_page_of_ours_at_that_same_host) {
    auto facts = local_peer();
    facts.host = GetParam().host;
    facts.origin = GetParam().origin;

    EXPECT_EQ(local_bypass(facts), GetParam().granted) << "Host: " << facts.host << ", Origin: " << *facts.origin;
}

INSTANTIATE_TEST_SUITE_P(LocalBypass, LocalBypassOrigin,
                         testing::Values(OriginRow{"localhost:3000", "http://localhost:3000", true},
                                         OriginRow{"localhost:3000", "HTTP://LOCALHOST:3000", true},
                                         OriginRow{"[::1]:3000", "http://[::1]:3000", true},
                                         OriginRow{"localhost:3000", "http://127.0.0.1:3000", false},
                                         OriginRow{"localhost:3000", "http://localhost:3001", false},
                                         OriginRow{"localhost:3000", "http://localhost", false},
                                         OriginRow{"localhost:3000", "https://localhost:3000", false},
                                         OriginRow{"localhost:3000", "http://localhost:3000/", false},
                                         OriginRow{"localhost:3000", "http://localhost:3000.evil.example", false},
                                         OriginRow{"localhost:3000", "http://user@localhost:3000", false},
                                         OriginRow{"localhost:3000", "localhost:3000", false},
                                         OriginRow{"localhost:3000", "file://", false},
                                         OriginRow{"localhost:3000", "null", false},
                                         OriginRow{"localhost:3000", "", false}));

TEST(LocalBypass, compares_the_scheme_too) {
    auto facts = local_peer();
    facts.secure = true;
    facts.origin = "http://localhost:3000";
    EXPECT_FALSE(local_bypass(facts));
    facts.origin = "https://localhost:3000";
    EXPECT_TRUE(local_bypass(facts));
    facts.host = "localhost";
    facts.our_port = 443;
    facts.origin = "https://localhost";
    EXPECT_TRUE(local_bypass(facts));
}

TEST(LocalBypass, takes_an_origin_without_a_port_on_port_80) {
    auto facts = local_peer();
    facts.our_port = 80;
    facts.host = "localhost";
    facts.origin = "http://localhost:80";

    EXPECT_TRUE(local_bypass(facts));
}

} // namespace
} // namespace watchpost::auth
