#pragma once

#include "support/manual_clock.hpp"

#include <watchpost/hub/command_book.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::hub {

inline DeviceKey const kPico{DeviceKind::pico, "pan-tilt"};

inline CommandBody servo(std::optional<int> pan, std::optional<int> tilt) {
    return ServoTarget{pan, tilt, false};
}

inline CommandBody action(std::string word) {
    return DeviceAction{std::move(word), {}, {}, {}};
}

/// A board's link that writes down what it is given.
struct Link : CommandSink {
    void send_command(CommandBody const& body) override {
        if (auto const* const target = std::get_if<ServoTarget>(&body)) {
            sent.push_back(std::to_string(*target->pan) + "/" + std::to_string(*target->tilt));
        } else {
            sent.push_back(std::get<DeviceAction>(body).action);
        }
    }
    std::vector<std::string> sent;
};

class CommandBookTest : public testing::Test, protected CommandSubscriber {
protected:
    void on_command(CommandReport const& report) override {
        changes_.push_back(std::to_string(report.id) + " " + std::string(to_string(report.state)));
    }
    CommandState state_of(CommandId id) { return book_.find(id)->state; }
    void done() { book_.on_answer(kPico, {true, false, "X=1°, Y=2°", {}, {}}); }

    test::ManualClock clock_;
    CommandBook book_{clock_};
    std::vector<std::string> changes_;
    Guard subscription_ = book_.subscribe(*this);
    Link link_;
};

} // namespace watchpost::hub
