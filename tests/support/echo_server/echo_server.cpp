// echo_server PORT [beast | tls FOLDER]: sends every message back, over TLS with the cert.pem and key.pem of FOLDER.
// Made of the daemon's own server and links, so that a WebSocket conformance suite can be run against them. No pings of
// its own, messages up to 16 MiB.

#include <watchpost/net/http_server.hpp>

#include <boost/asio/signal_set.hpp>
#include <spdlog/spdlog.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string_view>

namespace {

using namespace watchpost;

class EchoSession final : public net::LinkHandler {
public:
    explicit EchoSession(net::Link& link)
        : link_(link) {}

    void on_text(std::string_view text) override { link_.send(std::string(text)); }
    void on_binary(MessageBytes bytes) override { link_.send({bytes.data(), bytes.size()}); }
    void on_tick(SteadyTime) override {}
    void on_end(net::EndInfo const&) override {}

private:
    net::Link& link_;
};

net::Answer echo(net::LinkEngine engine) {
    constexpr std::size_t mebibyte = 1024 * 1024;
    net::LinkOptions options;
    options.engine = engine;
    options.endpoint = "echo";
    options.read_message_max = 16 * mebibyte;
    options.pings = false;
    options.max_pings_per_second = 0;
    options.outbox = {.messages = 100'000, .message_bytes = 256 * mebibyte};
    options.shutdown_code = net::close_code::kGoingAway;
    return net::WebSocketAnswer{options, [](net::Link& link) { return std::make_unique<EchoSession>(link); }};
}

std::optional<unsigned short> port_from(std::string_view text) {
    unsigned short port = 0;
    auto const result = std::from_chars(text.data(), text.data() + text.size(), port);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
    return port;
}

} // namespace

int main(int argc, char** argv) {
    auto const port = argc >= 2 ? port_from(argv[1]) : std::nullopt;
    bool const on_beast = argc == 3 && argv[2] == std::string_view("beast");
    bool const on_tls = argc == 4 && argv[2] == std::string_view("tls");
    if (!port || (argc > 2 && !on_beast && !on_tls)) {
        std::cerr << "usage: echo_server PORT [beast | tls FOLDER] (0 to 65535; 0 takes a free one)" << std::endl;
        return 2;
    }
    std::signal(SIGPIPE, SIG_IGN);
    spdlog::set_level(spdlog::level::err);
    boost::asio::io_context loop{1};
    SystemClock const clock;
    net::Pulse pulse{loop, clock};
    net::LinkSet links;
    net::Router router;
    for (auto const* path : {"/", "/{path}"})
        router.add({"GET", path, net::Access::open,
                    [on_beast](net::Request const&) {
                        return echo(on_beast ? net::LinkEngine::beast : net::LinkEngine::lean);
                    },
                    true, false});
    net::HttpServer server{loop, pulse, links, router, {}};
    auto bound = net::listen_on("127.0.0.1", *port);
    auto const listen = [&]() -> std::optional<Error> {
        if (!bound) return bound.error();
        if (!on_tls) return server.listen(std::move(*bound));
        std::filesystem::path const folder = argv[3];
        auto const tls = net::TlsContext::load({folder / "cert.pem", folder / "key.pem"});
        if (!tls) return tls.error();
        return server.listen_tls(std::move(*bound), [context = *tls] { return context; });
    };
    if (auto const problem = listen()) {
        std::cerr << "echo_server: " << problem->message << std::endl;
        return 1;
    }
    std::cout << "listening on http://127.0.0.1:" << bound->at.port() << std::endl;
    pulse.start();
    boost::asio::signal_set signals{loop, SIGTERM, SIGINT};
    signals.async_wait([&](boost::system::error_code, int) {
        server.stop_accepting();
        links.drop();
        pulse.stop();
    });
    loop.run();
}
