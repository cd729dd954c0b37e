#include <watchpost/net/close_policy.hpp>

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace watchpost::net {
namespace {

using Cause = EndInfo::Cause;

constexpr Cause kEveryCause[] = {Cause::peer_closed,    Cause::we_closed,  Cause::vanished,
                                 Cause::broke_protocol, Cause::silent,     Cause::too_slow,
                                 Cause::flood,          Cause::unfinished, Cause::fault};
constexpr std::uint16_t kErrorCodes[] = {1002, 1003, 1007, 1008, 1009, 1011};
constexpr std::uint16_t kRoutineCodes[] = {1000, 1001, 1005, 1012, 4000};
constexpr std::uint16_t kOtherCodes[] = {0, 1004, 1006, 1010, 1013, 1014, 1015, 3000, 4001, 4002, 4999, 51000};
char const* const kReasons[] = {"",
                                "bye",
                                "1000",
                                "cannot reach 10.0.0.1:51000",
                                "disconnect",
                                "Rapid test",
                                "Connection Rapid test complete",
                                "The message port closed before a response was received."};

bool is_noise(std::string const& reason) {
    return reason.find("Rapid test") != std::string::npos || reason.find("message port closed") != std::string::npos;
}

struct Expected {
    LogLevel level;
    bool routine;
    std::string label;
};

void expect(EndInfo const& end, Expected const& expected) {
    auto const verdict = close_policy(end);
    auto const what =
        "cause " + std::to_string(static_cast<int>(end.cause)) + " code " + std::to_string(end.code) + " " + end.reason;
    EXPECT_EQ(verdict.level, expected.level) << what;
    EXPECT_EQ(verdict.routine, expected.routine) << what;
    EXPECT_EQ(verdict.label, expected.label) << what;
}

TEST(ClosePolicy, a_code_that_says_error_is_a_warning_whatever_the_reason_says) {
    for (auto const cause : {Cause::peer_closed, Cause::we_closed})
        for (auto const code : kErrorCodes)
            for (auto const* reason : kReasons)
                expect({cause, code, reason}, {LogLevel::warning, false, "error_code"});
}

TEST(ClosePolicy, a_routine_code_is_quiet_whatever_the_reason_says) {
    for (auto const code : kRoutineCodes) {
        for (auto const* reason : kReasons) {
            expect({Cause::peer_closed, code, reason}, {LogLevel::debug, true, "peer_closed"});
            expect({Cause::we_closed, code, reason},
                   {LogLevel::debug, true, code == close_code::kReplaced ? "replaced" : "we_closed"});
        }
    }
}

TEST(ClosePolicy, any_other_code_is_quiet_only_for_the_two_known_reasons) {
    for (auto const code : kOtherCodes) {
        for (auto const* reason : kReasons) {
            if (is_noise(reason)) {
                expect({Cause::peer_closed, code, reason}, {LogLevel::debug, true, "peer_closed"});
                expect({Cause::we_closed, code, reason}, {LogLevel::debug, true, "we_closed"});
            } else {
                expect({Cause::peer_closed, code, reason}, {LogLevel::info, false, "peer_closed_other"});
                expect({Cause::we_closed, code, reason}, {LogLevel::info, false, "we_closed_other"});
            }
        }
    }
}

TEST(ClosePolicy, what_was_no_close_is_judged_by_its_cause_alone) {
    struct Row {
        Cause cause;
        Expected expected;
    };
    for (auto const& row : std::vector<Row>{{Cause::vanished, {LogLevel::info, false, "vanished"}},
                                            {Cause::broke_protocol, {LogLevel::warning, false, "broke_protocol"}},
                                            {Cause::silent, {LogLevel::info, false, "silent"}},
                                            {Cause::too_slow, {LogLevel::warning, false, "too_slow"}},
                                            {Cause::flood, {LogLevel::warning, false, "flood"}},
                                            {Cause::unfinished, {LogLevel::warning, false, "unfinished"}},
                                            {Cause::fault, {LogLevel::warning, false, "fault"}}})
        for (int const code : {0, 1000, 1001, 1002, 1008, 4000, 4002})
            for (auto const* reason : kReasons)
                expect({row.cause, static_cast<std::uint16_t>(code), reason}, row.expected);
}

TEST(ClosePolicy, labels_are_few_words_and_never_what_a_peer_said) {
    std::set<std::string> labels;
    for (auto const cause : kEveryCause)
        for (int code = 0; code <= 5000; ++code)
            labels.emplace(close_policy({cause, static_cast<std::uint16_t>(code), "their \"words\"\n"}).label);

    EXPECT_EQ(labels, (std::set<std::string>{"broke_protocol", "error_code", "fault", "flood", "peer_closed",
                                             "peer_closed_other", "replaced", "silent", "too_slow", "vanished",
                                             "we_closed", "we_closed_other", "unfinished"}));
}

TEST(ClosePolicy, nothing_that_is_routine_is_louder_than_debug) {
    for (auto const cause : kEveryCause) {
        for (int code = 0; code <= 5000; ++code) {
            auto const verdict = close_policy({cause, static_cast<std::uint16_t>(code), ""});
            EXPECT_EQ(verdict.routine, verdict.level == LogLevel::debug) << code;
        }
    }
}

} // namespace
} // namespace watchpost::net
