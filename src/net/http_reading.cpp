#include "http_reading.hpp"

#include "chunked_body.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/read.hpp>

#include <array>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::beast::flat_buffer;
using boost::system::error_code;

constexpr std::size_t kPieceSize = 4 * 1024;
constexpr std::size_t kMostDropped = 64 * 1024;
constexpr int kMostEmptyLines = 2;
constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);

std::string_view text_of(flat_buffer const& buffer) {
    auto const bytes = buffer.cdata();
    return {static_cast<char const*>(bytes.data()), bytes.size()};
}

asio::awaitable<error_code> read_more(Channel& channel, flat_buffer& buffer) {
    auto const room = buffer.prepare(kPieceSize);
    auto const [error, size] = co_await channel.async_read_some(room, kAsTuple);
    buffer.commit(size);
    co_return error;
}

bool waits_for_continue(WireRequest const& request) {
    return request.version() >= 11 && boost::beast::iequals(request[http::field::expect], "100-continue");
}

asio::awaitable<error_code> read_chunks(Channel& channel, flat_buffer& buffer, WireRequestParser& parser,
                                        std::size_t limit, BodyWatch& watch) {
    ChunkedBody chunks(limit);
    for (;;) {
        buffer.consume(chunks.put(text_of(buffer)));
        if (chunks.state() != ChunkedBody::State::more) break;
        if (!watch.on_body(chunks.size())) co_return error_code{};
        auto const error = co_await read_more(channel, buffer);
        if (error) co_return error;
    }
    if (chunks.state() == ChunkedBody::State::too_large) co_return make_error_code(http::error::body_limit);
    if (chunks.state() == ChunkedBody::State::malformed) co_return make_error_code(http::error::bad_chunk);
    parser.get().body() = chunks.take_body();
    co_return error_code{};
}

} // namespace

asio::awaitable<HeaderRead> read_header(Channel& channel, flat_buffer& buffer, WireRequestParser& parser,
                                        std::size_t limit) {
    HeaderRead read;
    HeaderLines lines;
    int empty_lines = 0;
    for (;;) {
        for (; empty_lines < kMostEmptyLines && text_of(buffer).starts_with("\r\n"); ++empty_lines)
            buffer.consume(2);
        bool const is_begun = empty_lines == kMostEmptyLines || (buffer.size() > 0 && text_of(buffer) != "\r");
        if (is_begun) read.fault = lines.check(text_of(buffer));
        if (read.fault != HeaderLines::Fault::none || lines.is_over()) break;
        if (buffer.size() >= limit) read.error = make_error_code(http::error::header_limit);
        if (!read.error) read.error = co_await read_more(channel, buffer);
        if (read.error) co_return read;
    }
    if (lines.is_over()) read.bytes = parser.put(buffer.data(), read.error);
    buffer.consume(read.bytes);
    co_return read;
}

asio::awaitable<error_code> read_body(Channel& channel, flat_buffer& buffer, WireRequestParser& parser,
                                      std::size_t limit, BodyWatch& watch) {
    if (waits_for_continue(parser.get())) {
        static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto const [error, sent] = co_await asio::async_write(channel, asio::buffer(go_on), kAsTuple);
        if (error) co_return error;
    }
    if (parser.chunked()) {
        auto const failure = co_await read_chunks(channel, buffer, parser, limit, watch);
        co_return failure;
    }
    parser.eager(true);
    while (!parser.is_done()) {
        auto const [error, bytes] = co_await http::async_read_some(channel, buffer, parser, kAsTuple);
        if (error) co_return error;
        if (!watch.on_body(parser.get().body().size())) break;
    }
    co_return error_code{};
}

asio::awaitable<void> drop_rest(Channel& channel) {
    std::array<char, kPieceSize> scratch;
    for (std::size_t dropped = 0; dropped < kMostDropped;) {
        auto const [error, size] = co_await channel.socket().async_read_some(asio::buffer(scratch), kAsTuple);
        if (error) break;
        dropped += size;
    }
}

} // namespace watchpost::net
