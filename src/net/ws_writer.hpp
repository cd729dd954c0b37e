#pragma once

#include "ws_stream.hpp"

#include <watchpost/core/outbox.hpp>

#include <boost/asio/buffer.hpp>

namespace watchpost::net {

/// The one writer of a link: what is on its way, out of what waits in the outbox.
class WsWriter {
public:
    /// `outbox` lives longer.
    explicit WsWriter(Outbox& outbox)
        : outbox_(outbox) {}

    bool is_writing() const { return is_writing_; }

    /// Begins to write what is next; false when something is on its way already or nothing waits. `on_written(error)`
    /// is called later and must call `finish`. `stream` and this live until then.
    template <class Handler>
    bool write_next(WsStream& stream, Handler on_written) {
        if (is_writing_) return false;
        in_flight_ = outbox_.take();
        if (in_flight_.empty()) return false;
        is_writing_ = true;
        namespace asio = boost::asio;
        auto const bytes = in_flight_.message
                               ? asio::buffer(*in_flight_.message)
                               : asio::buffer(in_flight_.frame->jpeg.data(), in_flight_.frame->jpeg.size());
        stream.text(in_flight_.message && in_flight_.is_text);
        stream.async_write(
            bytes, [done = std::move(on_written)](boost::system::error_code error, std::size_t) { done(error); });
        return true;
    }

    /// Answers the frame that is written now; null when it was a message.
    FramePtr finish() {
        is_writing_ = false;
        return std::exchange(in_flight_, {}).frame;
    }

private:
    Outbox& outbox_;
    Outbox::Item in_flight_;
    bool is_writing_ = false;
};

} // namespace watchpost::net
