#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace watchpost::sim {

/// What to simulate. The simulator checks every field.
struct SimulationOptions {
    /// `ws://HOST[:PORT]`; `http://` is understood too, the port is 80 when absent. A path is not allowed: every kind
    /// of board has its own.
    std::string url = "ws://127.0.0.1:3000";
    int cameras = 1; ///< 0 to 100, named sim-cam-1 …
    int picos = 1;   ///< 0 to 100, named sim-pico-1 …; Pico N steers camera N
    double fps = 10; ///< frames a second of each camera, 0.1 to 120; fewer arrive when the link does not take them
    /// A folder of JPEGs (cycled in the order of their names, camera k begins at picture k), one picture, or a video
    /// (looped). Nothing: a drawn landscape, over which the paired Pico moves the camera's window. A JPEG that a board
    /// could have sent is sent byte for byte.
    std::optional<std::filesystem::path> source;
    /// Bearer token of all boards. Empty: the boards are admitted as localhost (SECURITY.md 1), and send what that
    /// needs: a Host with the port, no Origin, and X-Device-ID.
    std::string token;
    std::filesystem::path token_file; ///< its first line is `token`; empty: none
    std::string pico_token;           ///< the Picos' own token; empty: `token`
    bool pico_device_ids = false;     ///< with a token: send X-Device-ID, which the flashed Pico firmware does not
    /// What the cameras run: "standard" (sends frames on /ws/esp32cam and obeys commands), "sketch" (the same, and
    /// sends fewer pictures when it is asked to, as the one in `firmware/` does), "newest" (F1 of PROTOCOL.md: on /ws,
    /// deaf to commands), "older" (F2: never authenticated, leaves after 10 s), "silent" (F3).
    std::string camera_firmware = "standard";
    /// `NAME=VALUE`: drop-out=SECONDS, half-open=SECONDS, slow-wifi=KBYTES_PER_S, bad-json=EVERY_N,
    /// broken-jpeg=EVERY_N.
    std::vector<std::string> faults;
    std::uint64_t seed = 1; ///< the same seed gives the same faults and the same landscape
    double move_speed = 1;  ///< 1: a Pico needs 3.3 s for 60 degrees, as measured; 0.01 to 1000 times as fast
};

/// The options that say which boards there are and what they do, for `watchpost demo`, `watchpost simulate` and the
/// simulator itself. `boards` lives longer than `command`; what stands in it are the defaults.
std::vector<CLI::Option*> add_board_options(CLI::App& command, SimulationOptions& boards);

/// Those that say where the boards dial in, and with which token.
std::vector<CLI::Option*> add_dialling_options(CLI::App& command, SimulationOptions& boards);

/// What these options were given, or their defaults, as arguments of another program that has them too.
std::vector<std::string> arguments_of(std::vector<CLI::Option*> const& options);

} // namespace watchpost::sim
