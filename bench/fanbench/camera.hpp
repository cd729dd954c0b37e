#pragma once

#include "connection.hpp"

#include <memory>
#include <vector>

namespace fanbench {

/// Pushes its picture, each time with a new stamp.
class Camera final : public Connection {
public:
    Camera(Run& run, int index);

    /// Sends the next frame, or counts that the one before is still on its way.
    void send_frame();
    bool is_sending() const { return is_sending_; }
    void on_events(std::uint32_t events);
    std::uint64_t sequence() const { return sequence_; }
    std::size_t index() const { return index_; }

private:
    void on_open() override { ++run().cameras_open; }
    void on_message(ServerFrames const&) override {}
    void on_end(bool was_open) override;
    void put_stamp();
    void flush();

    std::size_t const index_;
    std::uint32_t const mask_;
    std::string wire_; ///< header and masked picture
    std::size_t header_size_;
    std::size_t sent_ = 0;
    bool is_sending_ = false;
    bool waits_for_room_ = false;
    std::uint64_t sequence_ = 0;
};

/// All cameras, on one thread. Paced: each at its rate, spread over the period. Saturated: as fast as the viewers go.
class CameraThread {
public:
    explicit CameraThread(Run& run);
    ~CameraThread();
    CameraThread(CameraThread const&) = delete;
    CameraThread& operator=(CameraThread const&) = delete;

    /// Until the phase `quit`.
    void work();

private:
    void wait();
    void begin();
    void push_paced();
    void push_saturated();
    void close_windows();

    Run& run_;
    int epoll_;
    int timer_;
    std::vector<std::unique_ptr<Camera>> cameras_;
    std::vector<double> due_ns_;
    double const period_ns_;
    bool has_begun_ = false;
    std::uint64_t last_progress_ns_ = 0;
};

} // namespace fanbench
