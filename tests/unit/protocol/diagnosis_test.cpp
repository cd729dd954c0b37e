#include <watchpost/json/json.hpp>
#include <watchpost/protocol/diagnosis.hpp>
#include <watchpost/protocol/esp32cam.hpp>
#include <watchpost/protocol/pico.hpp>

#include <gtest/gtest.h>

namespace watchpost::protocol {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;

WallTime const kTime{std::chrono::seconds(1'795'000'000)};

TEST(DiagnosisDocument, says_that_there_is_no_trouble) {
    LinkReport report;
    report.key = {DeviceKind::pico, "mast"};
    report.online = true;
    EXPECT_EQ(Json::parse(diagnosis_document(report)), Json::parse(R"({"id":"mast","kind":"pico","online":true,
        "summary":"No trouble seen.","findings":[],"complaints":[],"timeline":[],"samples":[]})"));
}

TEST(DiagnosisDocument, says_of_a_board_without_a_finding_that_it_is_away) {
    LinkReport const report;
    EXPECT_EQ(Json::parse(diagnosis_document(report))["summary"], "It is away; most boards are back within a minute.");
}

TEST(DiagnosisDocument, has_findings_entries_and_samples) {
    LinkReport report;
    report.key = {DeviceKind::esp32cam, "porch"};
    report.online = true;
    report.findings = {{"brown_out", Severity::error, "Two brown-out resets.", "Feed it well.", 2, kTime}};
    report.timeline = {{LinkEntry::Kind::ended, "vanished", 4'000, 3, kTime, kTime},
                       {LinkEntry::Kind::invalid, "", 0, 1, kTime, kTime}};
    report.samples = {{kTime, -71, std::nullopt}};
    report.complaints = {{kTime, "no sensor"}};
    EXPECT_EQ(Json::parse(diagnosis_document(report)), Json::parse(R"({"id":"porch","kind":"esp32cam","online":true,
        "summary":"Two brown-out resets.",
        "findings":[{"code":"brown_out","severity":"error","text":"Two brown-out resets.","advice":"Feed it well.",
                     "count":2,"since":"2026-11-18T11:06:40.000Z"}],
        "complaints":[{"time":"2026-11-18T11:06:40.000Z","message":"no sensor"}],
        "timeline":[{"what":"ended","text":"vanished","count":3,"lasted_ms":4000,
                     "first":"2026-11-18T11:06:40.000Z","last":"2026-11-18T11:06:40.000Z"},
                    {"what":"invalid","text":null,"count":1,
                     "first":"2026-11-18T11:06:40.000Z","last":"2026-11-18T11:06:40.000Z"}],
        "samples":[{"time":"2026-11-18T11:06:40.000Z","rssi_dbm":-71,"memory_free_bytes":null}]})"));
}

Telemetry of_camera(std::string const& text) {
    return esp32cam::read(text)->telemetry;
}

TEST(BoardClock, is_in_milliseconds_for_a_camera_as_number_or_text) {
    EXPECT_EQ(of_camera(R"({"type":"heartbeat","timestamp":81234})").board_clock, 81'234ms);
    EXPECT_EQ(of_camera(R"({"type":"log","message":"x","timestamp":"81234"})").board_clock, 81'234ms);
}

TEST(BoardClock, is_in_seconds_for_a_pico) {
    EXPECT_EQ(pico::read(R"({"type":"ping","timestamp":"1795000000"})")->telemetry.board_clock, 1'795'000'000s);
}

TEST(BoardClock, is_nothing_that_is_no_whole_number) {
    for (auto const* value : {"-1", "\"-1\"", "\"\"", "\"12x\"", "\" 12\"", "1.5", "true", "null", "1e300", "[1]",
                              "\"99999999999999999999\"", "99999999999999"})
        EXPECT_EQ(of_camera(R"({"type":"heartbeat","timestamp":)" + std::string(value) + "}").board_clock, std::nullopt)
            << value;
}

TEST(ResetReason, may_stand_in_any_message) {
    EXPECT_EQ(of_camera(R"({"type":"connection","reset_reason":"brownout"})").reset_reason, "brownout");
    EXPECT_EQ(of_camera(R"({"type":"connection","reset_reason":9})").reset_reason, std::nullopt);
    EXPECT_EQ(
        of_camera(R"({"type":"connection","reset_reason":")" + std::string(100, 'x') + "\"}").reset_reason->size(),
        32U);
}

} // namespace
} // namespace watchpost::protocol
