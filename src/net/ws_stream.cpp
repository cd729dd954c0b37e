#include "ws_stream.hpp"

namespace watchpost::net {

namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

void prepare(WsStream& stream, LinkOptions const& options) {
    stream.read_message_max(options.read_message_max);
    stream.auto_fragment(false);
    stream.set_option(
        websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
    stream.set_option(websocket::stream_base::decorator([protocol = options.subprotocol](auto& response) {
        // Board libraries compare the whole value (DEVICES rule 1).
        response.set(http::field::connection, "Upgrade");
        response.set(http::field::server, "watchpost");
        if (!protocol.empty()) response.set(http::field::sec_websocket_protocol, protocol);
    }));
}

} // namespace watchpost::net
