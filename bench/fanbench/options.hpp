#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace fanbench {

/// What one run does. Times are in seconds, sizes in bytes.
struct Options {
    std::string host = "127.0.0.1"; ///< in numbers
    int port = 8080;
    std::string ingest_path = "/ws/esp32cam";
    std::string view_path = "/ws/video"; ///< may hold {p}: the viewer's index modulo `cameras`
    std::vector<std::string> headers;    ///< more lines for each handshake
    std::string token;                   ///< of a board: Authorization: Bearer
    std::string auth_text;               ///< what a viewer says first

    int cameras = 1;
    int viewers = 10;
    int slow = 0;              ///< so many of the viewers are slow
    double slow_kbps = 50;     ///< KiB/s that a slow viewer takes
    int slow_rcvbuf = 32768;   ///< its receive buffer
    int rcvbuf = 0;            ///< of everybody else; 0 leaves it to the kernel
    int threads = 1;           ///< of viewers
    int connect_parallel = 64; ///< handshakes on their way at once

    double fps = 25;
    long frame_bytes = 25 * 1024;
    std::string jpeg_file;  ///< instead of a made picture
    bool mask_zero = false; ///< mask with zeros, as most boards do
    bool saturate = false;  ///< the next frame as soon as all fast viewers are at most `window` behind
    int window = 2;
    bool verify = false; ///< viewers compare every byte

    double settle = 0.2; ///< between the last handshake and the first frame
    double warmup = 1;
    double seconds = 10;

    int server_pid = 0; ///< whose CPU time and memory are told
    std::string name;   ///< stands in the result
    std::string dump_jpeg;
};

/// Ends the process with status 2 when the arguments make no sense.
Options read_options(int argc, char** argv);

} // namespace fanbench
