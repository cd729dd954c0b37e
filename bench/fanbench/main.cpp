// fanbench: cameras that push JPEGs over WebSocket, viewers that take them, and one line of JSON with what that cost
// the server. See --help. It speaks WebSocket by itself, and a viewer throws a picture away inside the kernel once its
// stamp is read (recv MSG_TRUNC), so that it costs about half of what a client costs that copies.

#include "camera.hpp"
#include "jpeg_maker.hpp"
#include "result.hpp"
#include "stamp.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <thread>

namespace fanbench {
namespace {

using namespace std::chrono_literals;

using ViewerThreads = std::vector<std::unique_ptr<ViewerThread>>;

constexpr std::uint32_t kFirstSeed = 7;
constexpr std::size_t kRoomForStamp = 512;

double seconds_since(std::uint64_t start_ns) {
    return static_cast<double>(now_ns() - start_ns) / 1e9;
}

void sleep_for(double seconds) {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

/// True once `is_true`; false after `limit` seconds.
template <class Condition>
bool wait_until(Condition is_true, double limit) {
    auto const start = now_ns();
    while (!is_true()) {
        if (seconds_since(start) > limit) return false;
        std::this_thread::sleep_for(1ms);
    }
    return true;
}

std::string picture_of(Options const& options, std::uint32_t camera) {
    auto const bytes = static_cast<std::size_t>(std::max(0L, options.frame_bytes));
    std::string jpeg;
    if (options.jpeg_file.empty()) {
        jpeg = make_jpeg(bytes > 2048 ? bytes - kRoomForStamp : 900, kFirstSeed + camera);
    } else {
        std::ifstream file(options.jpeg_file, std::ios::binary);
        jpeg.assign(std::istreambuf_iterator<char>(file), {});
    }
    return stamped(jpeg, bytes, camera);
}

bool has_own_streams(Options const& options) {
    return options.view_path.find("{p}") != std::string::npos;
}

/// Slow viewers are spread evenly among the others.
bool is_slow(Options const& options, long index) {
    if (options.slow == 0) return false;
    return (index + 1) * options.slow / options.viewers != index * options.slow / options.viewers;
}

ViewerThreads make_viewers(Run& run) {
    auto const& o = run.options;
    ViewerThreads threads;
    for (int i = 0; i < o.threads; ++i)
        threads.push_back(std::make_unique<ViewerThread>(run));
    for (int i = 0; i < o.viewers; ++i) {
        auto path = o.view_path;
        if (has_own_streams(o)) path.replace(path.find("{p}"), 3, std::to_string(i % o.cameras));
        threads[static_cast<std::size_t>(i % o.threads)]->add(path, is_slow(o, i));
    }
    return threads;
}

/// How many frames the fast viewers together should get.
std::uint64_t expected_frames(Run const& run) {
    auto const& o = run.options;
    std::uint64_t expected = 0;
    for (int camera = 0; camera < o.cameras; ++camera) {
        auto const sent = run.windows.at(static_cast<std::size_t>(camera)).size();
        for (int i = 0; i < o.viewers; ++i)
            if (!is_slow(o, i) && (!has_own_streams(o) || i % o.cameras == camera)) expected += sent;
    }
    return expected;
}

std::set<int> slow_ports(ViewerThreads const& threads) {
    std::set<int> ports;
    for (auto const& thread : threads)
        for (auto const& viewer : thread->viewers())
            if (viewer->is_slow() && viewer->local_port() != 0) ports.insert(viewer->local_port());
    return ports;
}

/// Until everything has come, or nothing has for 0.4 s, or 5 s have passed.
void drain(Run const& run, std::uint64_t expected) {
    auto const start = now_ns();
    auto moved = start;
    for (std::uint64_t before = 0; run.delivered_fast < expected; std::this_thread::sleep_for(2ms)) {
        if (auto const now = run.delivered_fast.load(); now != before) {
            before = now;
            moved = now_ns();
        }
        if (seconds_since(moved) > 0.4 || seconds_since(start) > 5) return;
    }
}

void measure(Run& run, ViewerThreads& threads, Memory& memory, ServerFigures const& server) {
    auto const& o = run.options;
    auto const start = now_ns();
    std::vector<std::thread> running;
    for (auto& thread : threads)
        running.emplace_back([&thread] { thread->work(); });
    wait_until([&run, &o] { return run.viewers_open + run.viewers_failed >= o.viewers; }, 30);
    Times times;
    times.connect = seconds_since(start);
    sleep_for(o.settle);
    memory.connected = server.resident_kb();
    auto const ports = slow_ports(threads);
    auto const look = [&] {
        memory.end = server.resident_kb();
        memory.max = std::max(memory.max, memory.end);
        memory.tcp_max = std::max(memory.tcp_max, tcp_memory_kb());
        if (!ports.empty()) memory.slow_queue_max = std::max(memory.slow_queue_max, queued_kb(o.port, ports));
    };

    run.phase = Phase::warm_up;
    run.progress.wake();
    sleep_for(o.warmup);
    Reading const from{server};
    auto const measured_from = now_ns();
    run.phase = Phase::measure;
    for (double left = o.seconds; left > 0; left = o.seconds - seconds_since(measured_from)) {
        look();
        sleep_for(std::clamp(o.seconds - seconds_since(measured_from), 0.001, 0.1));
    }
    run.phase = Phase::stop;
    times.sending = seconds_since(measured_from);
    wait_until([&run] { return run.windows.front().end != 0; }, 1);
    std::this_thread::sleep_for(25ms); // the other cameras end theirs at the same pass
    auto const expected = expected_frames(run);
    drain(run, expected);
    times.whole = seconds_since(measured_from);
    Reading const to{server};
    look();
    memory.high_water = server.most_resident_kb();
    run.phase = Phase::quit;
    run.progress.wake();
    for (auto& thread : running)
        thread.join();
    print_result(run, threads, expected, from, to, memory, times);
}

int run_it(Options const& options) {
    rlimit descriptors{};
    getrlimit(RLIMIT_NOFILE, &descriptors);
    descriptors.rlim_cur = descriptors.rlim_max;
    setrlimit(RLIMIT_NOFILE, &descriptors);

    if (!options.dump_jpeg.empty()) {
        auto const picture = picture_of(options, 0);
        return std::ofstream(options.dump_jpeg, std::ios::binary) << picture << std::flush ? 0 : 1;
    }
    Run run{options};
    for (int i = 0; i < options.cameras; ++i)
        run.pictures.push_back(picture_of(options, static_cast<std::uint32_t>(i)));

    ServerFigures const server{options.server_pid};
    Memory memory;
    memory.before = server.resident_kb();
    memory.tcp_before = tcp_memory_kb();
    CameraThread cameras{run};
    std::thread pushing{[&cameras] { cameras.work(); }};
    wait_until([&] { return run.cameras_open + run.cameras_failed >= options.cameras; }, 5);
    bool const all_came = run.cameras_open == options.cameras;
    if (all_came) {
        auto viewers = make_viewers(run);
        measure(run, viewers, memory, server);
    } else {
        std::cerr << "fanbench: a camera could not connect" << std::endl;
    }
    run.phase = Phase::quit;
    pushing.join();
    return all_came ? 0 : 1;
}

} // namespace
} // namespace fanbench

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);
    auto const options = fanbench::read_options(argc, argv);
    try {
        return fanbench::run_it(options);
    } catch (std::exception const& error) {
        std::cerr << "fanbench: " << error.what() << std::endl;
        return 1;
    }
}
