#pragma once

#include "faults.hpp"

#include <memory>

namespace watchpost::test {

/// A bad network between a test and a server on 127.0.0.1: connections to `port()` go on to the server's port, and
/// their bytes suffer what the test says, for each direction by itself. Without faults nobody can tell it from the
/// server: every byte, FIN and RST is passed on. It has a thread of its own; everything may be called from the test's,
/// and holds when the call returns.
class FaultProxy {
public:
    explicit FaultProxy(unsigned short server_port, FaultPlan plan = {});
    FaultProxy(FaultProxy const&) = delete;
    FaultProxy& operator=(FaultProxy const&) = delete;
    /// Whatever is still open is closed.
    ~FaultProxy();

    unsigned short port() const;

    /// For the connections that are open as well as for those to come. Limits in bytes count from the beginning of each
    /// connection: one that has passed them on already is cut now.
    void set_to_server(Faults faults);
    void set_to_client(Faults faults);

    /// Both sides of everything that is open get an RST, now.
    void reset_all();

    /// Connections of which a direction is open.
    std::size_t open() const;
    /// Bytes passed on by all connections until now.
    std::size_t passed_to_server() const;
    std::size_t pieces_to_server() const; ///< writes of them
    std::size_t passed_to_client() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace watchpost::test
