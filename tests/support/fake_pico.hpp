#pragma once

#include "raw_ws.hpp"

#include <watchpost/json/json.hpp>

#include <optional>
#include <string>
#include <utility>

namespace watchpost::test {

/// Pan and tilt, in degrees.
using Position = std::pair<int, int>;

/// A Pico in the hands of a test: it does nothing by itself, and its connection can end in every way there is.
class FakePico {
public:
    FakePico(unsigned short port, std::string const& id)
        : link(port, "/ws/pico", {{"X-Device-ID", id}}) {
        link.send(1, R"({"type":"connect","device":"pico","version":"2.0","servo1_angle":90,"servo2_angle":90})");
    }

    /// The next servo target that the daemon has sent until now.
    std::optional<Position> next_target() {
        // What was sent before the answer to this is in front of it.
        link.send(1, R"({"type":"ping"})");
        ++pongs_due_;
        while (auto const frame = link.frame_of(1)) {
            auto const json = nlohmann::json::parse(frame->payload);
            if (json["type"] == "servo") return Position{json["command"]["servo1"], json["command"]["servo2"]};
            if (json["type"] == "pong" && --pongs_due_ == 0) return std::nullopt;
        }
        throw std::runtime_error("the daemon has closed the Pico's link");
    }

    /// What the board sends once it stands at `position`.
    static std::string ack_frame(Position position) {
        auto const [pan, tilt] = position;
        return RawWs::encode(1, R"({"type":"ack","command_type":"servo","status":"success","detail":"X=)" +
                                    std::to_string(pan) + "°, Y=" + std::to_string(tilt) + R"(°"})");
    }

    RawWs link;

private:
    int pongs_due_ = 0;
};

} // namespace watchpost::test
