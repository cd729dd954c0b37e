#include <watchpost/simulator/options.hpp>

#include <CLI/CLI.hpp>

namespace watchpost::sim {

// The name of an option's value says what may stand there. Words in small letters, with | between them, are all there
// are; FILE, DIR, IMAGE and VIDEO are paths. The completion goes by it.

std::vector<CLI::Option*> add_board_options(CLI::App& command, SimulationOptions& boards) {
    return {
        command.add_option("--cameras", boards.cameras, "Simulated ESP32-CAMs")->type_name("N")->capture_default_str(),
        command.add_option("--picos", boards.picos, "Simulated Pico Ws; Pico K steers camera K")
            ->type_name("N")
            ->capture_default_str(),
        command.add_option("--fps", boards.fps, "Frames a second of each camera")
            ->type_name("F")
            ->capture_default_str(),
        command.add_option("--source", boards.source, "Folder of JPEGs, a picture or a video instead of a drawn scene")
            ->type_name("DIR|IMAGE|VIDEO"),
        command.add_option("--camera-firmware", boards.camera_firmware, "Whose quirks the cameras have")
            ->type_name("standard|sketch|newest|older|silent")
            ->capture_default_str(),
        command.add_option("--fault", boards.faults, "Trouble to make; may be repeated")
            ->type_name(
                "drop-out=SECONDS|half-open=SECONDS|slow-wifi=KBYTES_PER_S|bad-json=EVERY_N|broken-jpeg=EVERY_N"),
        command.add_option("--seed", boards.seed, "The same seed gives the same faults")
            ->type_name("N")
            ->capture_default_str(),
        command.add_option("--move-speed", boards.move_speed, "How much faster than real servos move")
            ->type_name("F")
            ->capture_default_str(),
    };
}

std::vector<CLI::Option*> add_dialling_options(CLI::App& command, SimulationOptions& boards) {
    return {
        command.add_option("--url", boards.url, "The daemon")->type_name("ws://HOST:PORT")->capture_default_str(),
        // Not the token itself: every user of the machine can read a command line.
        command.add_option("--token-file", boards.token_file, "File whose first line is the boards' bearer token")
            ->type_name("FILE"),
    };
}

std::vector<std::string> arguments_of(std::vector<CLI::Option*> const& options) {
    std::vector<std::string> arguments;
    for (auto const* const option : options) {
        auto values = option->results();
        if (values.empty() && !option->get_default_str().empty()) values = {option->get_default_str()};
        for (auto const& value : values) {
            arguments.push_back("--" + option->get_lnames().front());
            arguments.push_back(value);
        }
    }
    return arguments;
}

} // namespace watchpost::sim
