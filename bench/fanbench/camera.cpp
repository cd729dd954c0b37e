#include "camera.hpp"

#include "stamp.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace fanbench {
namespace {

constexpr unsigned kBinary = 2;
constexpr double kPeriodsToCatchUp = 5;
constexpr std::uint64_t kStallNs = 500'000'000;

std::uint32_t mask_of(Options const& options, int index) {
    return options.mask_zero ? 0 : 0x5A17C3E9U + static_cast<std::uint32_t>(index) * 7919U;
}

char masked(char byte, std::uint32_t mask, std::size_t at) {
    return static_cast<char>(byte ^ reinterpret_cast<char const*>(&mask)[at % 4]);
}

} // namespace

Camera::Camera(Run& run, int index)
    : Connection(run, handshake(run.options, run.options.ingest_path, index), run.options.rcvbuf)
    , index_(static_cast<std::size_t>(index))
    , mask_(mask_of(run.options, index)) {
    auto const& picture = run.pictures[index_];
    wire_ = frame_header(kBinary, picture.size(), mask_);
    header_size_ = wire_.size();
    for (std::size_t i = 0; i < picture.size(); ++i)
        wire_ += masked(picture[i], mask_, i);
}

void Camera::on_end(bool was_open) {
    if (!was_open) ++run().cameras_failed;
}

void Camera::send_frame() {
    if (state() != State::open) return;
    if (is_sending_) {
        ++run().skipped;
        return;
    }
    ++sequence_;
    auto& window = run().windows.at(index_);
    if (run().phase == Phase::measure && window.first == 0) window.first.store(sequence_, std::memory_order_release);
    if (run().options.saturate) run().progress.make_room_for(sequence_);
    put_stamp();
    sent_ = 0;
    is_sending_ = true;
    flush();
}

void Camera::put_stamp() {
    std::array<std::uint64_t, 2> const values{now_ns(), sequence_};
    std::array<char, sizeof values> bytes{};
    std::memcpy(bytes.data(), values.data(), bytes.size());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        wire_[header_size_ + kStampAt + i] = masked(bytes.at(i), mask_, kStampAt + i);
}

void Camera::flush() {
    while (sent_ < wire_.size()) {
        auto const sent = send(fd(), wire_.data() + sent_, wire_.size() - sent_, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN) break;
        if (sent < 0) return fail(run().errors.camera);
        sent_ += static_cast<std::size_t>(sent);
    }
    is_sending_ = sent_ < wire_.size();
    if (waits_for_room_ == is_sending_) return;
    waits_for_room_ = is_sending_;
    listen_for(EPOLLIN | (is_sending_ ? static_cast<std::uint32_t>(EPOLLOUT) : 0U));
}

void Camera::on_events(std::uint32_t events) {
    if (state() == State::connecting || state() == State::handshake) return shake_hands();
    if (state() == State::open && (events & EPOLLOUT) != 0) flush();
    if (state() == State::open && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) pump(SIZE_MAX);
}

CameraThread::CameraThread(Run& run)
    : run_(run)
    , epoll_(epoll_create1(EPOLL_CLOEXEC))
    , timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
    , due_ns_(static_cast<std::size_t>(run.options.cameras))
    , period_ns_(1e9 / run.options.fps) {
    for (int i = 0; i < run.options.cameras; ++i)
        cameras_.push_back(std::make_unique<Camera>(run, i));
}

CameraThread::~CameraThread() {
    close(timer_);
    close(epoll_);
}

void CameraThread::work() {
    // Not a connection: without data, and read until empty.
    for (int const fd : {timer_, run_.progress.event_fd()}) {
        epoll_event event{};
        event.events = EPOLLIN;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
    }
    for (auto const& camera : cameras_)
        camera->start(epoll_);
    for (;;) {
        wait();
        switch (run_.phase) {
        case Phase::connect:
            break;
        case Phase::warm_up:
        case Phase::measure:
            begin();
            run_.options.saturate ? push_saturated() : push_paced();
            break;
        case Phase::stop:
            close_windows();
            break;
        case Phase::quit:
            return;
        }
    }
}

void CameraThread::wait() {
    std::array<epoll_event, 512> events{};
    auto const count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 20);
    for (int i = 0; i < count; ++i) {
        auto const& event = events.at(static_cast<std::size_t>(i));
        if (event.data.ptr != nullptr) {
            static_cast<Camera*>(static_cast<Connection*>(event.data.ptr))->on_events(event.events);
            continue;
        }
        std::uint64_t ignored = 0;
        [[maybe_unused]] auto const expired = read(timer_, &ignored, sizeof ignored);
        if (read(run_.progress.event_fd(), &ignored, sizeof ignored) > 0) last_progress_ns_ = now_ns();
    }
}

void CameraThread::begin() {
    if (std::exchange(has_begun_, true)) return;
    last_progress_ns_ = now_ns();
    for (std::size_t i = 0; i < due_ns_.size(); ++i)
        due_ns_[i] = static_cast<double>(last_progress_ns_) +
                     period_ns_ * static_cast<double>(i) / static_cast<double>(due_ns_.size());
}

void CameraThread::push_paced() {
    auto const now = static_cast<double>(now_ns());
    for (std::size_t i = 0; i < cameras_.size(); ++i) {
        if (due_ns_[i] > now) continue;
        cameras_[i]->send_frame();
        due_ns_[i] += period_ns_;
        if (due_ns_[i] < now - kPeriodsToCatchUp * period_ns_) due_ns_[i] = now;
    }
    auto const next = static_cast<std::uint64_t>(*std::min_element(due_ns_.begin(), due_ns_.end()));
    itimerspec when{};
    when.it_value.tv_sec = static_cast<time_t>(next / 1'000'000'000);
    when.it_value.tv_nsec = static_cast<long>(next % 1'000'000'000);
    timerfd_settime(timer_, TFD_TIMER_ABSTIME, &when, nullptr);
}

void CameraThread::push_saturated() {
    auto& camera = *cameras_.front();
    auto& progress = run_.progress;
    if (auto const now = now_ns(); now - last_progress_ns_ > kStallNs) {
        ++run_.stalls;
        progress.give_up_waiting_for(camera.sequence());
        last_progress_ns_ = now;
    }
    auto const window = static_cast<std::uint64_t>(run_.options.window);
    while (!camera.is_sending() && camera.state() == Connection::State::open &&
           camera.sequence() < progress.done() + window)
        camera.send_frame();
}

void CameraThread::close_windows() {
    for (auto const& camera : cameras_) {
        auto& window = run_.windows.at(camera->index());
        if (window.end == 0) window.end.store(camera->sequence() + 1, std::memory_order_release);
    }
}

} // namespace fanbench
