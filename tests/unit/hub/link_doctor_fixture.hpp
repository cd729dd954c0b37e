#pragma once

#include "hub_fixture.hpp"

#include <watchpost/hub/diagnosis.hpp>
#include <watchpost/hub/link_log.hpp>

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace watchpost::hub {

/// One camera and what the link doctor says of it, on a clock that the test moves.
class LinkDoctor : public testing::Test {
protected:
    using Kind = LinkEntry::Kind;
    using Codes = std::vector<std::string_view>;

    void come(PeerInfo const& peer = {"192.0.2.1", "TinyWebsockets Client", 200, 0, false}) {
        log_.connected(key_, peer);
    }
    void go(std::string_view how, std::string reason = {}) { log_.ended(key_, {how, std::move(reason)}); }

    /// What a flashed camera tells every 30 s.
    void beat(std::uint64_t memory = 150'000, int rssi = -60) {
        Telemetry telemetry;
        telemetry.board_clock = uptime_;
        telemetry.memory_free_bytes = memory;
        telemetry.rssi_dbm = rssi;
        log_.told(key_, telemetry);
    }
    void pass(std::chrono::milliseconds time) {
        clock_.advance(time);
        uptime_ += time;
    }
    /// A camera of ten pictures a second.
    void stream(int pictures, std::chrono::milliseconds took = 20ms, std::size_t bytes = 30'000) {
        for (int i = 0; i < pictures; ++i) {
            pass(100ms);
            log_.heard(key_);
            log_.picture(key_, bytes, took);
        }
    }
    /// Its power is lost and comes back, and it tells why it started when it can.
    void restart(std::optional<std::string> why = {}) {
        go("vanished");
        pass(3s);
        uptime_ = 2s;
        come();
        Telemetry hello;
        hello.reset_reason = std::move(why);
        log_.told(key_, hello);
        beat();
    }

    LinkReport report() const { return log_.report(key_); }
    Codes codes() const {
        Codes all;
        for (auto const& finding : report().findings)
            all.push_back(finding.code);
        return all;
    }
    Finding finding(std::string_view code) const {
        for (auto const& one : report().findings)
            if (one.code == code) return one;
        ADD_FAILURE() << code << " was not found";
        return {};
    }
    std::vector<LinkEntry> entries(Kind kind) const {
        std::vector<LinkEntry> found;
        for (auto const& entry : report().timeline)
            if (entry.kind == kind) found.push_back(entry);
        return found;
    }

    DeviceKey key_ = camera("porch");
    std::chrono::milliseconds uptime_{2'000};
    test::ManualClock clock_;
    LinkLog log_{clock_};
};

} // namespace watchpost::hub
