#include <watchpost/auth/local_bypass.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

PeerFacts local_peer() {
    PeerFacts facts;
    facts.loopback = true;
    facts.host = "localhost:3000";
    facts.our_host = "127.0.0.9";
    facts.our_port = 3000;
    return facts;
}

TEST(LocalBypass, is_granted_to_a_plain_local_peer) {
    EXPECT_EQ(local_bypass(local_peer()), LocalBypass::full);
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

    EXPECT_EQ(local_bypass(from_afar), LocalBypass::none);
    EXPECT_EQ(local_bypass(with_proxy), LocalBypass::none);
    EXPECT_EQ(local_bypass(forwarded), LocalBypass::none);
    EXPECT_EQ(local_bypass(other_port), LocalBypass::none);
    EXPECT_EQ(local_bypass(foreign_page), LocalBypass::none);
    auto cross_site = local_peer();
    cross_site.cross_site = true;
    EXPECT_EQ(local_bypass(cross_site), LocalBypass::none);
}

struct HostRow {
    std::string host;
    std::uint16_t our_port;
    LocalBypass granted;
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
    testing::Values(
        HostRow{"LocalHost:3000", 3000, LocalBypass::full}, HostRow{"127.0.0.1:3000", 3000, LocalBypass::full},
        HostRow{"[::1]:3000", 3000, LocalBypass::full}, HostRow{"localhost", 80, LocalBypass::full},
        HostRow{"[::1]", 80, LocalBypass::full}, HostRow{"localhost", 3000, LocalBypass::reads},
        HostRow{"127.0.0.1", 3000, LocalBypass::reads}, HostRow{"[::1]", 3000, LocalBypass::reads},
        HostRow{"127.0.0.9:3000", 3000, LocalBypass::full}, HostRow{"127.0.0.9", 3000, LocalBypass::reads},
        HostRow{"127.0.0.9:3001", 3000, LocalBypass::none}, HostRow{"", 3000, LocalBypass::none},
        HostRow{"localhost:", 80, LocalBypass::none}, HostRow{"localhost:80x", 80, LocalBypass::none},
        HostRow{"localhost:-80", 80, LocalBypass::none}, HostRow{"localhost:+80", 80, LocalBypass::none},
        HostRow{"localhost:68536", 3000, LocalBypass::none}, HostRow{"localhost.:3000", 3000, LocalBypass::none},
        HostRow{"localhost3000", 3000, LocalBypass::none},
        HostRow{"localhost.evil.example:3000", 3000, LocalBypass::none},
        HostRow{"evil.example:3000", 3000, LocalBypass::none}, HostRow{"evil@localhost:3000", 3000, LocalBypass::none},
        HostRow{"127.0.0.2:3000", 3000, LocalBypass::none}, HostRow{"::1:3000", 3000, LocalBypass::none},
        HostRow{" localhost:3000", 3000, LocalBypass::none}, HostRow{"localhost:3000 ", 3000, LocalBypass::none},
        HostRow{std::string("localhost\0:3000", 15), 3000, LocalBypass::none}));

struct OriginRow {
    std::string host, origin;
    LocalBypass granted;
};

class LocalBypassOrigin : public testing::TestWithParam<OriginRow> {};

TEST_P(LocalBypassOrigin, must_be_a_page_of_ours_at_that_same_host) {
    auto facts = local_peer();
    facts.host = GetParam().host;
    facts.origin = GetParam().origin;

    EXPECT_EQ(local_bypass(facts), GetParam().granted) << "Host: " << facts.host << ", Origin: " << *facts.origin;
}

INSTANTIATE_TEST_SUITE_P(LocalBypass, LocalBypassOrigin,
                         testing::Values(OriginRow{"localhost:3000", "http://localhost:3000", LocalBypass::full},
                                         OriginRow{"localhost:3000", "HTTP://LOCALHOST:3000", LocalBypass::full},
                                         OriginRow{"[::1]:3000", "http://[::1]:3000", LocalBypass::full},
                                         OriginRow{"localhost:3000", "http://127.0.0.1:3000", LocalBypass::none},
                                         OriginRow{"localhost:3000", "http://localhost:3001", LocalBypass::none},
                                         OriginRow{"localhost:3000", "http://localhost", LocalBypass::none},
                                         OriginRow{"localhost:3000", "https://localhost:3000", LocalBypass::none},
                                         OriginRow{"localhost:3000", "http://localhost:3000/", LocalBypass::none},
                                         OriginRow{"localhost:3000", "http://localhost:3000.evil.example",
                                                   LocalBypass::none},
                                         OriginRow{"localhost:3000", "http://user@localhost:3000", LocalBypass::none},
                                         OriginRow{"localhost:3000", "localhost:3000", LocalBypass::none},
                                         OriginRow{"localhost:3000", "file://", LocalBypass::none},
                                         OriginRow{"localhost:3000", "null", LocalBypass::none},
                                         OriginRow{"localhost:3000", "", LocalBypass::none}));

TEST(LocalBypass, compares_the_scheme_too) {
    auto facts = local_peer();
    facts.secure = true;
    facts.origin = "http://localhost:3000";
    EXPECT_EQ(local_bypass(facts), LocalBypass::none);
    facts.origin = "https://localhost:3000";
    EXPECT_EQ(local_bypass(facts), LocalBypass::full);
    facts.host = "localhost";
    facts.our_port = 443;
    facts.origin = "https://localhost";
    EXPECT_EQ(local_bypass(facts), LocalBypass::full);
}

TEST(LocalBypass, takes_an_origin_without_a_port_on_port_80) {
    auto facts = local_peer();
    facts.our_port = 80;
    facts.host = "localhost";
    facts.origin = "http://localhost:80";

    EXPECT_EQ(local_bypass(facts), LocalBypass::full);
}

/// Motion, MicroPython's aiohttp, ArduinoWebsockets, mjpg-streamer: clients that say less than a browser always does.
TEST(LocalBypass, lets_who_names_no_port_read_unless_something_shows_a_browser) {
    auto simple = local_peer();
    simple.host = "localhost";
    EXPECT_EQ(local_bypass(simple), LocalBypass::reads);
    EXPECT_EQ(why_not_local(simple), "Host names no port (ask for localhost:3000)");
    simple.shows_browser = true;
    EXPECT_EQ(local_bypass(simple), LocalBypass::none);
    EXPECT_EQ(why_not_local(simple), "Host names no port and a header is a browser's (ask for localhost:3000)");
    simple.host = "evil.example";
    simple.shows_browser = false;
    EXPECT_EQ(local_bypass(simple), LocalBypass::none);
}

TEST(LocalBypass, lets_who_has_no_host_in_old_http_read_unless_something_shows_a_browser) {
    auto old = local_peer();
    old.host = "";
    EXPECT_EQ(local_bypass(old), LocalBypass::none) << "HTTP/1.1 has one";
    old.may_lack_host = true;
    EXPECT_EQ(local_bypass(old), LocalBypass::reads);
    old.shows_browser = true;
    EXPECT_EQ(local_bypass(old), LocalBypass::none);
    old.shows_browser = false;
    for (auto const lost : {&PeerFacts::behind_proxy, &PeerFacts::forwarded_header_present, &PeerFacts::cross_site}) {
        auto facts = old;
        facts.*lost = true;
        EXPECT_EQ(local_bypass(facts), LocalBypass::none);
    }
    old.loopback = false;
    EXPECT_EQ(local_bypass(old), LocalBypass::none);
}

TEST(LocalBypass, that_is_not_granted_is_explained) {
    auto facts = local_peer();
    EXPECT_EQ(why_not_local(facts), "");
    facts.origin = "http://evil.example";
    EXPECT_EQ(why_not_local(facts), "Origin is another page's than that at localhost:3000");
    facts.host = "localhost:80";
    EXPECT_EQ(why_not_local(facts), "Host names another port (ask for localhost:3000)");
    facts.host = "localhos";
    EXPECT_EQ(why_not_local(facts), "Host is not a name of this machine (ask for localhost:3000)");
    facts.forwarded_header_present = true;
    EXPECT_EQ(why_not_local(facts), "a proxy has passed the request on");
}

} // namespace
} // namespace watchpost::auth
