#pragma once

#include <watchpost/settings/settings.hpp>
#include <watchpost/sim/simulation.hpp>

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

/// `serve` with simulated boards that dial in over real sockets; the `url` of `boards` is filled in. Without stations
/// in the configuration camera N and Pico N are the station `sim-N`; without a `data_dir` in it what is remembered goes
/// with the demo.
int demo(settings::LoadRequest configuration, sim::SimulationOptions boards);

/// The boards' token is the first line of `token_file`, unless that is empty.
int simulate(sim::SimulationOptions boards, std::filesystem::path const& token_file);

struct CertOptions {
    std::filesystem::path folder;   ///< made if need be
    std::vector<std::string> names; ///< empty: those of this machine
};

/// Writes `cert.pem` and `key.pem` (0600), and says on standard output where. Overwrites nothing.
int make_certificate(CertOptions const& options);

int check_config(settings::LoadRequest const& configuration);

} // namespace watchpost::app
