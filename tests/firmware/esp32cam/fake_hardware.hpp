#pragma once

#include "hardware.hpp"
#include "other_side.hpp"

#include <deque>

/// A board whose WiFi, camera and server a test moves by hand.
class FakeHardware : public cam::Hardware {
public:
    /// One connection, as the server sees it.
    struct Line {
        std::string to_board;
        std::string to_server;
        std::size_t room = 1'000'000; ///< what TCP takes
        bool ended = false;
    };

    class FakeWire : public cam::Wire {
    public:
        FakeWire(std::shared_ptr<Line> line, int& open)
            : line_(std::move(line))
            , open_(open) {
            ++open_;
        }
        ~FakeWire() override { --open_; }
        int read(std::uint8_t* into, std::size_t most) override {
            auto const count = std::min(most, line_->to_board.size());
            if (count == 0) return line_->ended ? -1 : 0;
            std::copy_n(line_->to_board.begin(), count, into);
            line_->to_board.erase(0, count);
            return static_cast<int>(count);
        }
        int write(cam::View data) override {
            auto const count = std::min(line_->room, data.size);
            line_->to_server.append(reinterpret_cast<char const*>(data.data), count);
            line_->room -= count;
            return static_cast<int>(count);
        }

    private:
        std::shared_ptr<Line> line_;
        int& open_;
    };

    void join_wifi() override { ++joins; }
    void leave_wifi() override { ++leaves; }
    bool wifi_is_up() override { return wifi; }
    int rssi() override { return -57; }
    std::unique_ptr<cam::Wire> dial(std::string const&, int) override {
        ++dials;
        if (!server) return nullptr;
        line = std::make_shared<Line>();
        return std::make_unique<FakeWire>(line, open_wires);
    }

    bool grab(cam::Picture& picture) override {
        ++grabs;
        if (!camera) return false;
        ++lent;
        bytes = "picture " + std::to_string(newest);
        picture = {other_side::view(bytes), 800, 600};
        return true;
    }
    void give_back() override {
        --lent;
        bytes = "overwritten by the next";
    }
    bool apply(cam::CameraSettings const& settings) override {
        applied.push_back(settings);
        return takes_settings;
    }
    void mend_camera() override { ++mends; }

    void shine(int percent) override { flash = percent; }
    void status_light(bool) override {}
    std::uint32_t random() override { return 0; }
    std::size_t free_memory() override { return 100'000; }
    std::string_view reset_reason() override { return "power-on"; }
    void print(std::string_view what) override { printed.emplace_back(what); }

    bool wifi = true;
    bool server = true;
    bool camera = true;
    bool takes_settings = true;
    int joins = 0;
    int leaves = 0;
    int dials = 0;
    int open_wires = 0;
    int grabs = 0;
    int lent = 0;
    int mends = 0;
    int flash = 0;
    int newest = 1;
    std::string bytes;
    std::vector<cam::CameraSettings> applied;
    std::vector<std::string> printed;
    std::shared_ptr<Line> line;
};
