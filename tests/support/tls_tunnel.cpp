#include "tls_tunnel.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <thread>

namespace watchpost::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// One connection through the tunnel, until either end is done.
class Passage : public std::enable_shared_from_this<Passage> {
public:
    Passage(tcp::socket plain, asio::ssl::context& context)
        : plain_(std::move(plain))
        , tls_(plain_.get_executor(), context) {}

    void start(unsigned short port) {
        error_code ignored;
        tls_.next_layer().connect({asio::ip::address_v4::loopback(), port}, ignored);
        tls_.next_layer().set_option(tcp::no_delay(true), ignored);
        plain_.set_option(tcp::no_delay(true), ignored);
        tls_.async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](error_code error) {
            if (error) return self->close();
            self->carry_out();
            self->carry_in();
        });
    }

private:
    void carry_out() {
        plain_.async_read_some(asio::buffer(out_), [self = shared_from_this()](error_code error, std::size_t size) {
            if (error) return self->tls_.async_shutdown([self](error_code) { self->close(); });
            asio::async_write(self->tls_, asio::buffer(self->out_, size), [self](error_code failure, std::size_t) {
                if (!failure) self->carry_out();
            });
        });
    }

    void carry_in() {
        tls_.async_read_some(asio::buffer(in_), [self = shared_from_this()](error_code error, std::size_t size) {
            error_code ignored;
            if (error == asio::error::eof) self->plain_.shutdown(tcp::socket::shutdown_send, ignored);
            if (error) return error == asio::error::eof ? void() : self->close();
            asio::async_write(self->plain_, asio::buffer(self->in_, size), [self](error_code failure, std::size_t) {
                if (!failure) self->carry_in();
            });
        });
    }

    void close() {
        error_code ignored;
        plain_.close(ignored);
        tls_.next_layer().close(ignored);
    }

    tcp::socket plain_;
    asio::ssl::stream<tcp::socket> tls_;
    std::array<char, 65536> out_{};
    std::array<char, 65536> in_{};
};

} // namespace

class TlsTunnel::Impl {
public:
    Impl(unsigned short tls_port, std::filesystem::path const& certificate)
        : tls_port_(tls_port) {
        context_.load_verify_file(certificate.string());
        context_.set_verify_mode(asio::ssl::verify_peer);
        accept();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~Impl() {
        asio::post(loop_, [this] { loop_.stop(); });
        thread_.join();
    }
    unsigned short port() const { return acceptor_.local_endpoint().port(); }

private:
    void accept() {
        acceptor_.async_accept([this](error_code error, tcp::socket plain) {
            if (error) return;
            std::make_shared<Passage>(std::move(plain), context_)->start(tls_port_);
            accept();
        });
    }

    asio::ssl::context context_{asio::ssl::context::tls_client};
    asio::io_context loop_{1};
    tcp::acceptor acceptor_{loop_, {asio::ip::address_v4::loopback(), 0}};
    unsigned short const tls_port_;
    std::thread thread_;
};

TlsTunnel::TlsTunnel(unsigned short tls_port, std::filesystem::path const& certificate)
    : impl_(std::make_unique<Impl>(tls_port, certificate)) {}

TlsTunnel::~TlsTunnel() = default;

unsigned short TlsTunnel::port() const {
    return impl_->port();
}

} // namespace watchpost::test
