// A fault of ours, which should not be, in one session: its own link ends with 1011, and nobody else notices.

#include "support/eventually.hpp"
#include "support/ws_client.hpp"

#include <watchpost/net/http_server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace watchpost::test {
namespace {

class FaultySession final : public net::LinkHandler {
public:
    explicit FaultySession(net::Link& link)
        : link_(link) {}

    void on_text(std::string_view text) override {
        if (text == "fail") throw std::runtime_error("a text");
        if (text == "fail later") fails_at_tick_ = true;
        link_.send(std::string(text));
    }
    void on_binary(MessageBytes) override { throw std::runtime_error("a binary message"); }
    void on_tick(SteadyTime) override {
        if (fails_at_tick_) throw std::runtime_error("a tick");
    }
    void on_end(net::EndInfo const&) override {}

private:
    net::Link& link_;
    bool fails_at_tick_ = false;
};

class FaultySessions : public testing::TestWithParam<net::LinkEngine> {
protected:
    FaultySessions() {
        add("/echo", [](net::Link& link) { return std::make_unique<FaultySession>(link); });
        add("/none", [](net::Link&) -> std::unique_ptr<net::LinkHandler> { throw std::runtime_error("no session"); });
        auto socket = net::listen_on("127.0.0.1", 0);
        port_ = socket->at.port();
        EXPECT_FALSE(server_.listen(std::move(*socket)));
        pulse_.start();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~FaultySessions() override {
        boost::asio::post(loop_, [this] {
            server_.stop_accepting();
            links_.drop();
            pulse_.stop();
        });
        thread_.join();
    }

    void add(char const* path, net::LinkFactory open) {
        net::LinkOptions options;
        options.engine = GetParam();
        options.endpoint = path;
        router_.add({"GET", path, net::Access::open,
                     [options, open = std::move(open)](net::Request const&) {
                         return net::WebSocketAnswer{options, open};
                     },
                     true, false});
    }

    boost::asio::io_context loop_{1};
    SystemClock clock_;
    net::Pulse pulse_{loop_, clock_};
    net::LinkSet links_;
    net::Router router_;
    net::HttpServer server_{loop_, pulse_, links_, router_, {}};
    unsigned short port_ = 0;
    std::thread thread_;
};

TEST_P(FaultySessions, end_with_1011_and_leave_others_alone) {
    auto other = WsClient::open(port_, "/echo");
    auto by_text = WsClient::open(port_, "/echo");
    auto by_binary = WsClient::open(port_, "/echo");
    auto by_tick = WsClient::open(port_, "/echo");
    by_text.send_text("fail");
    by_binary.send_binary({1});
    by_tick.send_text("fail later");
    EXPECT_TRUE(by_tick.receive());
    for (auto* const faulty : {&by_text, &by_binary, &by_tick}) {
        auto const close = faulty->wait_for_close();
        ASSERT_TRUE(close);
        EXPECT_EQ(close->code, 1011);
    }
    other.send_text("still here");
    auto const echo = other.receive();
    ASSERT_TRUE(echo);
    EXPECT_EQ(echo->data, "still here");
}

TEST_P(FaultySessions, that_cannot_be_made_end_their_link_only) {
    auto other = WsClient::open(port_, "/echo");
    auto none = WsClient::open(port_, "/none");
    EXPECT_FALSE(none.receive());
    other.send_text("still here");
    EXPECT_TRUE(other.receive());
}

INSTANTIATE_TEST_SUITE_P(Engines, FaultySessions, testing::Values(net::LinkEngine::lean, net::LinkEngine::beast),
                         [](auto const& given) { return given.param == net::LinkEngine::lean ? "lean" : "beast"; });

} // namespace
} // namespace watchpost::test
