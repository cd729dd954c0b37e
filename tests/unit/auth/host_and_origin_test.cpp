#include <watchpost/auth/host_rule.hpp>
#include <watchpost/auth/origin_rule.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

std::vector<std::string> const kNames{"Cam.Example", "attic.local"};

bool allows(std::vector<std::string_view> const& hosts, char const* local = "192.0.2.5") {
    return HostRule(kNames).allowed(hosts, *IpAddress::parse(local)).has_value();
}

TEST(HostRule, allows_names_of_ours_with_any_port) {
    for (auto const* host : {"localhost", "LOCALHOST:3000", "127.0.0.1:1", "[::1]:3000", "cam.example",
                             "CAM.example:443", "attic.local:3000", "192.0.2.5:3000"})
        EXPECT_TRUE(allows({host})) << host;
    EXPECT_TRUE(allows({"[2001:db8::5]:3000"}, "2001:db8::5"));
    EXPECT_TRUE(allows({"192.0.2.5"}, "::ffff:192.0.2.5"));
}

TEST(HostRule, allows_no_other) {
    for (auto const* host : {"evil.example", "cam.example.evil.example", "evil-cam.example", "192.0.2.6", "attic",
                             "localhost.", "localhost.evil.example", "0.0.0.0", "127.0.0.2", "cam.example@evil.example",
                             "cam.example/", "", " localhost", "localhost,localhost", "[::2]"})
        EXPECT_FALSE(allows({host})) << host;
}

TEST(HostRule, wants_exactly_one) {
    EXPECT_FALSE(allows({}));
    EXPECT_FALSE(allows({"localhost", "localhost"}));
    EXPECT_FALSE(allows({"localhost", "evil.example"}));
}

std::vector<Origin> const kAlso{*parse_origin("https://home.example:8123")};

OriginVerdict judged(std::vector<std::string_view> const& origins, bool secure = false,
                     char const* host = "cam.example:3000") {
    return judge_origin(origins, parse_authority(host), secure, kAlso);
}

TEST(OriginRule, allows_our_own_pages_and_those_of_the_list) {
    EXPECT_EQ(judged({}), OriginVerdict::absent);
    EXPECT_EQ(judged({"http://cam.example:3000"}), OriginVerdict::allowed);
    EXPECT_EQ(judged({"HTTP://CAM.example:3000"}), OriginVerdict::allowed);
    EXPECT_EQ(judged({"https://cam.example:3000"}, true), OriginVerdict::allowed);
    EXPECT_EQ(judged({"http://cam.example"}, false, "cam.example"), OriginVerdict::allowed);
    EXPECT_EQ(judged({"http://cam.example"}, false, "cam.example:80"), OriginVerdict::allowed);
    EXPECT_EQ(judged({"https://cam.example:443"}, true, "cam.example"), OriginVerdict::allowed);
    EXPECT_EQ(judged({"https://home.example:8123"}), OriginVerdict::allowed);
    EXPECT_EQ(judged({"https://home.example:8123"}, true), OriginVerdict::allowed);
}

TEST(OriginRule, allows_no_other) {
    for (auto const* origin :
         {"null", "", "http://evil.example:3000", "http://cam.example", "http://cam.example:3001",
          "https://cam.example:3000", "http://cam.example:3000/", "http://x@cam.example:3000",
          "http://cam.example:3000.evil.example", "http://home.example:8123", "https://home.example", "file://",
          "chrome-extension://abc", "http://cam.example:3000 http://cam.example:3000"})
        EXPECT_EQ(judged({origin}), OriginVerdict::foreign) << origin;
    EXPECT_EQ(judged({"http://cam.example:3000"}, true), OriginVerdict::foreign) << "a plain page of the same name";
    EXPECT_EQ(judged({"http://cam.example:3000", "http://cam.example:3000"}), OriginVerdict::foreign);
    EXPECT_EQ(judge_origin(std::vector<std::string_view>{"http://evil.example"}, std::nullopt, false, {}),
              OriginVerdict::foreign);
}

} // namespace
} // namespace watchpost::auth
