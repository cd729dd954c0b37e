#include "viewer.hpp"

#include "stamp.hpp"

#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace fanbench {
namespace {

constexpr std::size_t kNoLimit = SIZE_MAX;
constexpr std::uint64_t kSlowReadEveryNs = 20'000'000;
constexpr std::size_t kLeastSlowRead = 512;

} // namespace

Viewer::Viewer(Run& run, std::string const& path, bool is_slow, Ages& ages)
    : Connection(run, handshake(run.options, path, -1), is_slow ? run.options.slow_rcvbuf : run.options.rcvbuf)
    , is_slow_(is_slow)
    , ages_(ages)
    , newest_(static_cast<std::size_t>(run.options.cameras)) {}

void Viewer::on_open() {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    if (getsockname(fd(), reinterpret_cast<sockaddr*>(&own), &size) == 0) local_port_ = ntohs(own.sin_port);
    if (!run().options.auth_text.empty()) send_small(1, run().options.auth_text);
    if (!is_slow_) run().progress.viewer_came();
}

void Viewer::on_end(bool was_open) {
    if (!was_open) ++run().viewers_failed;
    if (was_open && !is_slow_) run().progress.viewer_went();
}

void Viewer::on_message(ServerFrames const& message) {
    auto const found = find_stamp(message.head());
    if (!found || found->stamp.camera >= newest_.size()) {
        ++run().errors.protocol;
        return;
    }
    auto const [sent_ns, sequence, camera] = found->stamp;
    if (sent_ns < run().started_ns) return;
    if (run().options.verify && !is_as_sent(message, found->picture_at, camera)) ++run().errors.verify;
    auto const previous = newest_[camera];
    if (sequence <= previous) {
        ++duplicates_;
        return;
    }
    newest_[camera] = sequence;
    if (run().windows.at(camera).holds(sequence)) {
        auto const age_us = (now_ns() - sent_ns) / 1000;
        ++delivered_;
        bytes_ += message.size();
        (is_slow_ ? ages_.slow : ages_.fast).add(age_us);
        if (!is_slow_) run().delivered_fast.fetch_add(1, std::memory_order_relaxed);
    }
    if (run().options.saturate && !is_slow_) run().progress.reached(previous, sequence);
}

bool Viewer::is_as_sent(ServerFrames const& message, std::size_t picture_at, std::uint32_t camera) const {
    constexpr auto same_from = kStampAt + 16;
    auto const& picture = run().pictures[camera];
    auto const& whole = message.whole();
    return whole.size() >= picture_at + picture.size() &&
           std::memcmp(whole.data() + picture_at + same_from, picture.data() + same_from, picture.size() - same_from) ==
               0;
}

void Viewer::earn_and_read(double seconds) {
    if (state() != State::open) return;
    auto const per_second = run().options.slow_kbps * 1024;
    budget_ = std::min(budget_ + seconds * per_second, per_second);
    auto const bytes = static_cast<std::size_t>(budget_);
    if (bytes < kLeastSlowRead) return;
    pump(bytes);
    budget_ = 0;
}

ViewerThread::ViewerThread(Run& run)
    : run_(run)
    , epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

ViewerThread::~ViewerThread() {
    close(epoll_);
}

void ViewerThread::add(std::string const& path, bool is_slow) {
    viewers_.push_back(std::make_unique<Viewer>(run_, path, is_slow, ages_));
}

void ViewerThread::work() {
    std::vector<epoll_event> events(1024);
    last_slow_read_ns_ = now_ns();
    while (run_.phase.load(std::memory_order_relaxed) != Phase::quit) {
        dial_more();
        auto const count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), slow_.empty() ? 50 : 10);
        for (int i = 0; i < count; ++i)
            // epoll was given the base class.
            on_event(static_cast<Viewer&>(*static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr)));
        if (!slow_.empty()) read_slowly();
    }
}

void ViewerThread::dial_more() {
    auto const share = run_.options.connect_parallel / run_.options.threads;
    auto const limit = static_cast<std::size_t>(std::max(1, share));
    while (shaking_ < limit && dialled_ < viewers_.size()) {
        auto& viewer = *viewers_[dialled_++];
        viewer.start(epoll_);
        if (viewer.state() != Connection::State::closed) ++shaking_;
    }
}

void ViewerThread::on_event(Viewer& viewer) {
    if (viewer.state() == Connection::State::open) return viewer.pump(kNoLimit);
    if (viewer.state() == Connection::State::closed) return;
    viewer.shake_hands();
    if (viewer.state() == Connection::State::closed) --shaking_;
    if (viewer.state() != Connection::State::open) return;
    --shaking_;
    ++run_.viewers_open;
    if (!viewer.is_slow()) return;
    viewer.ignore_events();
    slow_.push_back(&viewer);
}

void ViewerThread::read_slowly() {
    auto const now = now_ns();
    if (now - last_slow_read_ns_ <= kSlowReadEveryNs) return;
    auto const seconds = static_cast<double>(now - std::exchange(last_slow_read_ns_, now)) / 1e9;
    for (auto* const viewer : slow_)
        viewer->earn_and_read(seconds);
}

} // namespace fanbench
