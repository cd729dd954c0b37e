#pragma once

#include "simulation.hpp"

#include <watchpost/json/json.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace watchpost::sim {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using nlohmann::json;

/// A board that has dialled in: what it asked with, and the server's end of its link.
struct Visit {
    explicit Visit(tcp::socket socket);
    ~Visit();

    http::request<http::empty_body> request;
    websocket::stream<tcp::socket> link;
    int pongs = 0;

    std::string header(std::string const& name) const {
        auto const value = request[name];
        return {value.data(), value.size()};
    }

    asio::awaitable<void> say(std::string text);
    /// The next message; throws boost::system::system_error at the end of the link.
    asio::awaitable<std::string> hear();
    /// Leaves out what comes before a text of this type.
    asio::awaitable<json> hear(std::string type);
    /// How the link ended, after everything was read.
    asio::awaitable<boost::system::error_code> end();
};

/// The daemon's end, on a free port of this machine, and one simulation that dials in there.
class SimDaemon : public testing::Test {
protected:
    SimDaemon() { options_.url = "ws://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()); }

    asio::awaitable<std::unique_ptr<Visit>> request();
    asio::awaitable<std::unique_ptr<Visit>> visit();

    /// Runs boards and script until the script is through, then stops the simulation and expects that nothing is left.
    template <class Script>
    void play(Script script) {
        auto made = make_simulation(context_, options_);
        ASSERT_TRUE(made) << made.error().message;
        simulation_ = std::move(*made);
        simulation_->start();
        bool through = false;
        asio::co_spawn(context_, std::move(script), [&](std::exception_ptr failure) {
            through = true;
            simulation_->stop();
            acceptor_.close();
            if (failure) std::rethrow_exception(failure);
        });
        context_.run_for(std::chrono::seconds(30));
        EXPECT_TRUE(through) << "the script is still waiting";
        EXPECT_TRUE(context_.stopped()) << "the simulation did not let the loop run dry";
    }

    asio::io_context context_{1};
    tcp::acceptor acceptor_{context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)};
    SimulationOptions options_;
    std::unique_ptr<Simulation> simulation_;
};

} // namespace watchpost::sim
