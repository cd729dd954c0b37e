// pico_process PORT ID BYTES: a Pico that says `applied PAN/TILT` for each servo target and then gets BYTES bytes of
// its answer out. A test kills it.

#include "support/fake_pico.hpp"

#include <iostream>

int main(int argc, char** argv) {
    using namespace watchpost::test;
    if (argc != 4) return 2;
    FakePico pico{static_cast<unsigned short>(std::stoi(argv[1])), argv[2]};
    auto const bytes = static_cast<std::size_t>(std::stoi(argv[3]));
    std::optional<Position> target = pico.next_target();
    std::cout << "ready" << std::endl;
    for (;;) {
        while (!target) {
            if (auto const frame = pico.link.frame_of(1, std::chrono::minutes(5)); !frame)
                return 0;
            else if (auto const json = nlohmann::json::parse(frame->payload); json["type"] == "servo")
                target = Position{json["command"]["servo1"], json["command"]["servo2"]};
        }
        std::cout << "applied " << target->first << "/" << target->second << std::endl;
        auto const answer = FakePico::ack_frame(*target).substr(0, bytes);
        if (!pico.link.send_bytes(answer)) return 0;
        target.reset();
    }
}
