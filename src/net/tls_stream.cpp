#include "tls_stream.hpp"

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace watchpost::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct TlsStream::Core {
    Core(tcp::socket socket, TlsContext& context)
        : stream(std::move(socket), context.asio()) {}

    /// How the end of a read or write is told.
    error_code told(error_code error) {
        if (error) is_usable = false;
        return error == asio::ssl::error::stream_truncated ? error_code(asio::error::eof) : error;
    }

    asio::ssl::stream<tcp::socket> stream;
    int writes = 0;         ///< that are under way
    bool is_usable = false; ///< for a close_notify
};

TlsStream::TlsStream(tcp::socket socket, TlsContext& context)
    : core_(std::make_shared<Core>(std::move(socket), context)) {}

TlsStream::~TlsStream() {
    if (!core_) return;
    error_code ignored;
    socket().close(ignored);
}

tcp::socket& TlsStream::socket() {
    return core_->stream.next_layer();
}

void TlsStream::handshake(std::function<void(error_code)> done) {
    core_->stream.async_handshake(asio::ssl::stream_base::server,
                                  [core = core_, then = std::move(done)](error_code error) {
                                      core->is_usable = !error;
                                      then(error);
                                  });
}

void TlsStream::read_some(asio::mutable_buffer buffer, Done done) {
    core_->stream.async_read_some(buffer, [core = core_, then = std::move(done)](error_code error, std::size_t size) {
        then(core->told(error), size);
    });
}

void TlsStream::write_some(Buffers const& buffers, Done done) {
    ++core_->writes;
    core_->stream.async_write_some(buffers, [core = core_, then = std::move(done)](error_code error, std::size_t size) {
        --core->writes;
        then(core->told(error), size);
    });
}

void TlsStream::say_goodbye() {
    if (core_->writes > 0 || !std::exchange(core_->is_usable, false)) return;
    core_->stream.async_shutdown([core = core_](error_code error) {
        if (error && error != asio::ssl::error::stream_truncated) return; // it still sends
        // Its word or its FIN was read here, and whoever drains the socket would not be told of it.
        error_code ignored;
        core->stream.next_layer().cancel(ignored);
    });
}

} // namespace watchpost::net
