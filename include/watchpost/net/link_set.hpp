#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/core/histogram.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/net/close_policy.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace watchpost::net {

/// Something with an open socket.
class Connection {
public:
    /// The daemon stops: end properly, soon.
    virtual void shut_down() = 0;
    /// Close the socket now.
    virtual void drop() = 0;

protected:
    ~Connection() = default;
};

/// Every open connection, and what became of the links: counted for `/metrics`. Loop thread only.
class LinkSet {
public:
    struct Close {
        std::string endpoint;
        std::string_view reason; ///< a label of `close_policy`
        bool routine = false;
        auto operator<=>(Close const&) const = default;
    };

    /// Upper bounds in seconds.
    static constexpr std::array kAgeBounds{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0};
    using FrameAges = Histogram<kAgeBounds>;

    /// For as long as the socket is open.
    Guard join(Connection& connection) { return connections_.join(connection); }
    std::size_t size() const { return connections_.size(); }

    void opened(std::string const& endpoint) { ++open_[endpoint]; }
    /// Counts the end and writes its one log line. `who` names the link.
    void ended(std::string const& endpoint, std::string const& who, EndInfo const& end);

    /// The kernel took the last byte of a viewer's frame that had arrived so long before.
    void frame_sent(SteadyTime::duration age) { frame_ages_.add(std::chrono::duration<double>(age).count()); }
    void frames_dropped(std::uint64_t count) { frames_dropped_ += count; }

    void shut_down() {
        connections_.for_each([](Connection& connection) { connection.shut_down(); });
    }
    void drop() {
        connections_.for_each([](Connection& connection) { connection.drop(); });
    }

    std::map<std::string, std::uint64_t> const& open() const { return open_; }
    std::map<Close, std::uint64_t> const& closed() const { return closed_; }
    std::uint64_t frames_sent() const { return frame_ages_.count(); }
    FrameAges const& frame_ages() const { return frame_ages_; }
    std::uint64_t frames_dropped() const { return frames_dropped_; }

private:
    MemberList<Connection> connections_;
    std::map<std::string, std::uint64_t> open_;
    std::map<Close, std::uint64_t> closed_;
    FrameAges frame_ages_;
    std::uint64_t frames_dropped_ = 0;
};

} // namespace watchpost::net
