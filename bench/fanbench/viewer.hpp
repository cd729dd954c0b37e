#pragma once

#include "connection.hpp"
#include "histogram.hpp"

#include <memory>
#include <vector>

namespace fanbench {

/// How old pictures were when their last byte had come.
struct Ages {
    Histogram fast, slow;
};

class Viewer final : public Connection {
public:
    Viewer(Run& run, std::string const& path, bool is_slow, Ages& ages);

    bool is_slow() const { return is_slow_; }
    /// A slow viewer reads what its rate allows in `seconds` more.
    void earn_and_read(double seconds);

    std::uint64_t delivered() const { return delivered_; } ///< frames that count
    std::uint64_t bytes() const { return bytes_; }         ///< of them
    std::uint64_t duplicates() const { return duplicates_; }
    /// Of its own end of the connection; 0 before it is open.
    int local_port() const { return local_port_; }

private:
    void on_open() override;
    void on_message(ServerFrames const& message) override;
    void on_end(bool was_open) override;
    bool reads_on() const override { return is_slow_; }
    bool is_as_sent(ServerFrames const& message, std::size_t picture_at, std::uint32_t camera) const;

    bool const is_slow_;
    Ages& ages_;
    std::vector<std::uint64_t> newest_; ///< by camera
    double budget_ = 0;
    std::uint64_t delivered_ = 0, bytes_ = 0, duplicates_ = 0;
    int local_port_ = 0;
};

/// One thread with its share of the viewers.
class ViewerThread {
public:
    explicit ViewerThread(Run& run);
    ~ViewerThread();
    ViewerThread(ViewerThread const&) = delete;
    ViewerThread& operator=(ViewerThread const&) = delete;

    void add(std::string const& path, bool is_slow);
    /// Until the phase `quit`.
    void work();

    std::vector<std::unique_ptr<Viewer>> const& viewers() const { return viewers_; }
    Ages const& ages() const { return ages_; }

private:
    void dial_more();
    void on_event(Viewer& viewer);
    void read_slowly();

    Run& run_;
    int epoll_;
    Ages ages_;
    std::vector<std::unique_ptr<Viewer>> viewers_;
    std::vector<Viewer*> slow_;
    std::size_t dialled_ = 0, shaking_ = 0;
    std::uint64_t last_slow_read_ns_ = 0;
};

} // namespace fanbench
