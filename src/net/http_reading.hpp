#pragma once

#include "channel.hpp"
#include "header_lines.hpp"
#include "http_convert.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>

namespace watchpost::net {

// What these answer has no destructor: GCC 12 destroys temporaries twice in expressions with co_await (bug 107288).

struct HeaderRead {
    boost::system::error_code error;
    HeaderLines::Fault fault = HeaderLines::Fault::none; ///< the rest of the header did not need to come
    std::size_t bytes = 0;                               ///< of the header
};

/// Reads the header of a request, of at most `limit` bytes, through `buffer` into `parser`; what came behind it stays
/// in `buffer`. An empty line or two before it are skipped (RFC 9112 section 2.2).
boost::asio::awaitable<HeaderRead> read_header(Channel& channel, boost::beast::flat_buffer& buffer,
                                               WireRequestParser& parser, std::size_t limit);

/// Is told of a body while it comes in.
class BodyWatch {
public:
    /// So many bytes of it are held now. False ends the reading.
    virtual bool on_body(std::size_t held) = 0;

protected:
    ~BodyWatch() = default;
};

/// Reads the body, chunked or not, of at most `limit` bytes when it is chunked, as long as `watch` lets it; sends 100
/// (Continue) before, to who waits for it. Errors are those of Beast.
boost::asio::awaitable<boost::system::error_code> read_body(Channel& channel, boost::beast::flat_buffer& buffer,
                                                            WireRequestParser& parser, std::size_t limit,
                                                            BodyWatch& watch);

/// Reads what still comes until the peer ends it, or much has come.
boost::asio::awaitable<void> drop_rest(Channel& channel);

} // namespace watchpost::net
