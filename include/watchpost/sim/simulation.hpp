#pragma once

#include <watchpost/core/result.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace watchpost::sim {

/// What to simulate. Every field is checked by `make_simulation`.
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
    std::string pico_token;       ///< the Picos' own token; empty: `token`
    bool pico_device_ids = false; ///< with a token: send X-Device-ID, which the flashed Pico firmware does not
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

/// Boards that dial in over real sockets and behave like the flashed ones, quirks included.
///
/// Everything happens on the `io_context` it was made with, which must outlive it and be run by one thread; drawing and
/// encoding a frame takes a few milliseconds of that thread. A link that cannot be made or ends is one log line, and
/// the board dials in again as its firmware would.
class Simulation {
public:
    virtual ~Simulation() = default; ///< as stop()
    /// Boards begin to dial in. Call it once.
    virtual void start() = 0;
    /// Boards that are connected say goodbye with close code 1000; within about a second nothing of the simulation
    /// is left in the io_context. May be called at any time and again.
    virtual void stop() = 0;
};

/// Nothing is dialled yet. An error names the option, its value and what is allowed. Reads the pictures of `source`.
/// Thread: any, but not while another thread runs `context`.
Result<std::unique_ptr<Simulation>> make_simulation(boost::asio::io_context& context, SimulationOptions options);

} // namespace watchpost::sim
