#include "options.hpp"

#include "run.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>

namespace fanbench {

Options read_options(int argc, char** argv) {
    Options o;
    CLI::App app{
        "fanbench: cameras that push pictures, viewers that take them, and one line of JSON with what it cost"};
    app.add_option("--host", o.host);
    app.add_option("--port", o.port)->required();
    app.add_option("--ingest-path", o.ingest_path);
    app.add_option("--view-path", o.view_path, "may hold {p}: the viewer's index modulo --publishers");
    app.add_option("--header", o.headers, "'Name: value' for each handshake; again for more")->allow_extra_args(false);
    app.add_option("--token", o.token, "Authorization: Bearer TOKEN");
    app.add_option("--auth-text", o.auth_text, "what a viewer says first");

    app.add_option("--publishers", o.cameras)->check(CLI::Range(1, static_cast<int>(kMaxCameras)));
    app.add_option("--viewers", o.viewers)->check(CLI::NonNegativeNumber);
    app.add_option("--slow", o.slow, "so many of the viewers are slow")->check(CLI::NonNegativeNumber);
    app.add_option("--slow-kbps", o.slow_kbps, "KiB/s that a slow viewer takes")->check(CLI::PositiveNumber);
    app.add_option("--slow-rcvbuf", o.slow_rcvbuf);
    app.add_option("--rcvbuf", o.rcvbuf);
    app.add_option("--threads", o.threads, "of viewers")->check(CLI::PositiveNumber);
    app.add_option("--connect-parallel", o.connect_parallel)->check(CLI::PositiveNumber);

    app.add_option("--fps", o.fps)->check(CLI::PositiveNumber);
    app.add_option("--frame-bytes", o.frame_bytes);
    app.add_option("--jpeg", o.jpeg_file, "send this picture");
    app.add_flag("--mask-zero", o.mask_zero, "mask with zeros, as most boards do");
    app.add_flag("--saturate", o.saturate, "as fast as the fast viewers take it");
    app.add_option("--window", o.window, "with --saturate: frames on their way at once");
    app.add_flag("--verify", o.verify, "viewers compare every byte");

    app.add_option("--settle", o.settle);
    app.add_option("--warmup", o.warmup);
    app.add_option("--seconds", o.seconds);

    app.add_option("--server-pid", o.server_pid);
    app.add_option("--name", o.name);
    app.add_option("--dump-jpeg", o.dump_jpeg, "write the first camera's picture to this file and end");

    try {
        app.parse(argc, argv);
        if (o.slow > o.viewers) throw CLI::ValidationError("--slow", "more than there are viewers");
        if (o.saturate && o.cameras > 1) throw CLI::ValidationError("--saturate", "takes one camera");
    } catch (CLI::ParseError const& error) {
        std::exit(app.exit(error) == 0 ? 0 : 2);
    }
    return o;
}

} // namespace fanbench
