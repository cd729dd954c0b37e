#pragma once

#include <watchpost/settings/settings.hpp>

#include <filesystem>
#include <string>
#include <vector>

/// What `main` can be asked to do. Each runs until it is done or a SIGTERM or SIGINT comes, says what went wrong on
/// standard error in one line, and answers the exit status.
namespace watchpost::app {

namespace exit_status {
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kConfiguration = 78; ///< EX_CONFIG of sysexits.h: systemd does not try again
} // namespace exit_status

/// Prints `listening on http://ADDR:PORT` on standard output once every listener is bound. SIGHUP loads the
/// configuration again; a broken one leaves the old one in force.
int serve(settings::LoadRequest const& configuration);

/// The simulated boards of a demo.
struct DemoBoards {
    std::vector<std::string> arguments; ///< of the simulator, without its `--url`
    int pairs = 0;                      ///< of a camera and a Pico that steers it
};

/// `serve` with simulated boards that dial in over real sockets, out of a process of their own that ends with the demo.
/// Without stations in the configuration camera N and Pico N are the station `sim-N`; without a `data_dir` in it what
/// is remembered goes with the demo. It is a try-out: what is on this machine may do everything, inside a container
/// too, unless the configuration says otherwise. When the simulator does not take its arguments, its exit status is the
/// answer.
int demo(settings::LoadRequest configuration, DemoBoards const& boards);

/// Becomes the simulator.
int simulate(std::vector<std::string> const& arguments);

struct CertOptions {
    std::filesystem::path folder;   ///< made if need be
    std::vector<std::string> names; ///< empty: those of this machine
};

/// Writes `cert.pem` and `key.pem` (0600), and says on standard output where. Overwrites nothing.
int make_certificate(CertOptions const& options);

int check_config(settings::LoadRequest const& configuration);

} // namespace watchpost::app
