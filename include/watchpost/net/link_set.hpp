#pragma once

#include <watchpost/core/guard.hpp>
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

    /// For as long as the socket is open.
    Guard join(Connection& connection) { return connections_.join(connection); }
    std::size_t size() const { return connections_.size(); }

    void opened(std::string const& endpoint) { ++open_[endpoint]; }
    /// Counts the end and writes its one log line. `who` names the link.
    void ended(std::string const& endpoint, std::string const& who, EndInfo const& end);

    void frame_sent() { ++frames_sent_; }
    void frames_dropped(std::uint64_t count) { frames_dropped_ += count; }

    void shut_down() {
        connections_.for_each([](Connection& connection) { connection.shut_down(); });
    }
    void drop() {
        connections_.for_each([](Connection& connection) { connection.drop(); });
    }

    std::map<std::string, std::uint64_t> const& open() const { return open_; }
    std::map<Close, std::uint64_t> const& closed() const { return closed_; }
    std::uint64_t frames_sent() const { return frames_sent_; }
    std::uint64_t frames_dropped() const { return frames_dropped_; }

private:
    MemberList<Connection> connections_;
    std::map<std::string, std::uint64_t> open_;
    std::map<Close, std::uint64_t> closed_;
    std::uint64_t frames_sent_ = 0;
    std::uint64_t frames_dropped_ = 0;
};

} // namespace watchpost::net
