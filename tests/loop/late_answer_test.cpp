// A Pico that was silent for too long wakes up and answers what it was given up for.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/fake_pico.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class LateAnswer : public testing::Test {
protected:
    std::uint64_t turn(Position position) const {
        auto const reply =
            http(daemon_.port(), "POST", "/api/v1/devices/pico/servo", {{"Content-Type", "application/json"}},
                 R"({"pan":)" + std::to_string(position.first) + R"(,"tilt":)" + std::to_string(position.second) + "}");
        EXPECT_EQ(reply.status, 202) << reply.body;
        return nlohmann::json::parse(reply.body)["id"];
    }
    std::string state_of(std::uint64_t id) const {
        return get_json(daemon_.port(), "/api/v1/commands/" + std::to_string(id))["state"];
    }

    DaemonInProcess daemon_;
};

TEST_F(LateAnswer, counts_for_no_other_command_and_lets_no_second_target_out) {
    FakePico pico{daemon_.port(), "pico"};
    EXPECT_FALSE(pico.next_target());
    Position const first{40, 50};
    Position const second{60, 70};
    Position const third{80, 90};
    auto const given_up = turn(first);
    auto const next = turn(second);
    EXPECT_EQ(pico.next_target(), first);
    daemon_.advance(20s); // a Pico that moves is excused for longer
    daemon_.let_beat();
    EXPECT_EQ(state_of(given_up), "expired");
    EXPECT_EQ(pico.next_target(), second);
    auto const last = turn(third);

    pico.link.send_bytes(FakePico::ack_frame(first));
    EXPECT_FALSE(pico.next_target()) << "a second target came while the first was not answered";
    EXPECT_EQ(state_of(given_up), "expired");
    EXPECT_EQ(state_of(next), "sent");
    EXPECT_EQ(state_of(last), "queued");

    pico.link.send_bytes(FakePico::ack_frame(second));
    EXPECT_EQ(pico.next_target(), third);
    EXPECT_EQ(state_of(next), "acknowledged");
}

} // namespace
} // namespace watchpost::test
