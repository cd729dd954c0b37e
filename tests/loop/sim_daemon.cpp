#include "sim_daemon.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/read.hpp>

namespace watchpost::sim {

Visit::Visit(tcp::socket socket)
    : link(std::move(socket)) {}

Visit::~Visit() = default;

asio::awaitable<void> Visit::say(std::string text) {
    link.text(true);
    co_await link.async_write(asio::buffer(text), asio::use_awaitable);
}

asio::awaitable<std::string> Visit::hear() {
    beast::flat_buffer buffer;
    co_await link.async_read(buffer, asio::use_awaitable);
    co_return beast::buffers_to_string(buffer.data());
}

asio::awaitable<json> Visit::hear(std::string type) {
    for (;;) {
        std::string const text = co_await hear();
        if (!link.got_text()) continue;
        json const message = json::parse(text, nullptr, false);
        if (message.is_object() && message.value("type", "") == type) co_return message;
    }
}

asio::awaitable<boost::system::error_code> Visit::end() {
    beast::flat_buffer buffer;
    for (;;) {
        auto const [error, size] = co_await link.async_read(buffer, asio::as_tuple(asio::use_awaitable));
        if (error) co_return error;
        buffer.consume(size);
    }
}

asio::awaitable<std::unique_ptr<Visit>> SimDaemon::request() {
    auto socket = co_await acceptor_.async_accept(asio::use_awaitable);
    auto visit = std::make_unique<Visit>(std::move(socket));
    beast::flat_buffer buffer;
    co_await http::async_read(visit->link.next_layer(), buffer, visit->request, asio::use_awaitable);
    co_return visit;
}

asio::awaitable<std::unique_ptr<Visit>> SimDaemon::visit() {
    auto visit = co_await request();
    Visit* const board = visit.get();
    board->link.control_callback([board](websocket::frame_type type, beast::string_view) {
        if (type == websocket::frame_type::pong) ++board->pongs;
    });
    co_await board->link.async_accept(board->request, asio::use_awaitable);
    co_return visit;
}

} // namespace watchpost::sim
