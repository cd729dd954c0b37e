// Any bytes, cut anywhere: the parser of the lean link and Beast's stream find the same messages in them, and end
// alike.

#include "fuzz/property.hpp"
#include "support/raw_frames.hpp"
#include "ws_end.hpp"
#include "ws_frame_parser.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace watchpost;
namespace websocket = boost::beast::websocket;

constexpr std::size_t kLimit = 4096;

/// The messages in some bytes, and how they end.
struct Found {
    std::vector<std::string> messages;
    std::uint16_t end = 0; ///< the code of the peer's close, or of ours; 0 when the bytes just end

    bool operator==(Found const&) const = default;
};

std::uint16_t code_of(net::WsFrameParser::Fault fault) {
    using Fault = net::WsFrameParser::Fault;
    if (fault == Fault::bad_text) return net::close_code::kBadPayload;
    return fault == Fault::too_big ? net::close_code::kTooBig : net::close_code::kProtocolError;
}

Found found_by_us(std::string_view bytes, std::size_t piece) {
    net::WsFrameParser parser{kLimit};
    Found found;
    while (!bytes.empty() && found.end == 0) {
        // A copy of exactly this size, so that the sanitizer sees a byte too many.
        std::vector<std::uint8_t> const some(bytes.begin(),
                                             bytes.begin() + static_cast<long>(std::min(piece, bytes.size())));
        bytes.remove_prefix(some.size());
        std::span<std::uint8_t const> input = some;
        for (bool more = true; more && found.end == 0;) {
            auto const event = parser.next(input);
            more = !std::holds_alternative<net::WsFrameParser::NeedMore>(event);
            if (auto const* const text = std::get_if<net::WsFrameParser::Text>(&event))
                found.messages.push_back("t" + std::string(text->text));
            if (auto const* const binary = std::get_if<net::WsFrameParser::Binary>(&event))
                found.messages.push_back("b" + std::string(binary->bytes.begin(), binary->bytes.end()));
            if (auto const* const close = std::get_if<net::WsFrameParser::Close>(&event))
                found.end = close->code == 0 ? net::close_code::kNoStatus : close->code;
            if (auto const* const fault = std::get_if<net::WsFrameParser::Fault>(&event)) found.end = code_of(*fault);
        }
        if (parser.held() > kLimit || parser.room() > 2 * kLimit) std::abort();
    }
    return found;
}

Found found_by_beast(std::string_view bytes) {
    boost::asio::io_context loop;
    boost::beast::test::stream peer{loop};
    websocket::stream<boost::beast::test::stream> stream{loop};
    stream.next_layer().connect(peer);
    stream.next_layer().append("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                               "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    stream.set_option(
        websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
    stream.read_message_max(kLimit);
    boost::system::error_code error;
    stream.accept(error);
    stream.next_layer().append({bytes.data(), bytes.size()});
    peer.close();
    Found found;
    while (!error) {
        boost::beast::flat_buffer buffer;
        stream.read(buffer, error);
        std::string const message(static_cast<char const*>(buffer.data().data()), buffer.size());
        if (error) break;
        if (stream.got_text() && net::is_cut(message)) {
            found.end = net::close_code::kBadPayload;
            return found;
        }
        found.messages.push_back((stream.got_text() ? "t" : "b") + message);
    }
    auto const end = net::end_of_read(error, stream.reason());
    if (end.cause != net::EndInfo::Cause::vanished) found.end = end.code;
    return found;
}

void print(char const* who, Found const& found) {
    std::fprintf(stderr, "%s: %zu messages, end %u\n", who, found.messages.size(), unsigned{found.end});
    for (auto const& message : found.messages)
        std::fprintf(stderr, "  %c %zu bytes\n", message.front(), message.size() - 1);
}

/// What is copied when a message comes in fragments of the sizes that `sizes` says, over and over: SECURITY rule 31.
void require_linear_cost(std::span<std::uint8_t const> sizes) {
    constexpr std::size_t most = 24 * 1024;
    net::WsFrameParser parser{most};
    std::string const payload(255, 'x');
    std::size_t sent = 0;
    for (std::size_t i = 0; sent < most && i < most; ++i) {
        auto const size = std::min<std::size_t>(sizes[i % sizes.size()], most - sent);
        auto const wire =
            test::RawFrame{i == 0 ? test::opcode::kBinary : test::opcode::kContinuation, payload.substr(0, size), false}
                .wire();
        std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
        parser.next(input);
        sent += size;
    }
    fuzz::require(parser.held() == sent, "a message holds what came");
    fuzz::require(parser.moved() <= 3 * sent, "each byte is copied a few times only");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size == 0) return 0;
    require_linear_cost({data, std::min<std::size_t>(size, 16)});
    // Zeros behind complete whatever was begun and break the rules then: the two need not notice a fault at the same
    // byte, only the same fault.
    std::string bytes{reinterpret_cast<char const*>(data) + 1, size - 1};
    bytes.append(2 * kLimit, '\0');
    auto const ours = found_by_us(bytes, 1U + data[0]);
    auto const beasts = found_by_beast(bytes);
    if (ours == beasts) return 0;
    print("ours", ours);
    print("Beast", beasts);
    std::abort();
}
