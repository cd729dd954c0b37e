#include "mjpeg_link.hpp"

#include "stall_watch.hpp"
#include "tcp_probe.hpp"

#include <watchpost/net/frame_headers.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <spdlog/spdlog.h>

#include <array>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto kEndpoint = "mjpeg";
constexpr auto kStallAfter = std::chrono::seconds(10);

// Few security headers: other tools show this stream, and they know only the old names of these.
constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\n"
                                   "Content-Type: multipart/x-mixed-replace;boundary=watchpost-frame\r\n"
                                   "Cache-Control: no-store, no-cache, must-revalidate\r\n"
                                   "X-Accel-Buffering: no\r\n"
                                   "X-Content-Type-Options: nosniff\r\n"
                                   "Connection: close\r\n";

// Sent behind each picture: Chrome paints a part only once it sees the next boundary (Chromium bug 527446).
constexpr std::string_view kBoundary = "\r\n--watchpost-frame\r\n";

std::string part_header(Frame const& frame, SteadyTime now) {
    auto text = "Content-Type: image/jpeg\r\nContent-Length: " + std::to_string(frame.jpeg.size()) + "\r\n";
    for (auto const& [name, value] : age_headers(frame, now))
        text += name + ": " + value + "\r\n";
    return text + "\r\n";
}

class MjpegLink final : public MjpegStream,
                        private Connection,
                        private Ticking,
                        public std::enable_shared_from_this<MjpegLink> {
public:
    MjpegLink(Channel channel, std::string peer, std::string const& pages, MjpegTerms terms, Pulse& pulse,
              LinkSet& links, Guard keep)
        : channel_(std::move(channel))
        , peer_(std::move(peer))
        , terms_(terms)
        , header_(std::string(kHead) + pages + "\r\n--watchpost-frame\r\n")
        , pulse_(pulse)
        , links_(links)
        , keep_(std::move(keep))
        , outbox_({}, !terms.pace.is_free())
        , gate_(terms.pace)
        , stall_(kStallAfter) {}

    void start(MjpegFactory const& open) {
        newest_ = pulse_.clock().now();
        beat_ = pulse_.join(*this);
        membership_ = links_.join(*this);
        links_.opened(kEndpoint);
        spdlog::info("{}: open", who());
        writing_ = true;
        stall_.on_write_begin(pulse_.clock().now());
        asio::async_write(channel_, asio::buffer(header_),
                          [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
        read();
        handler_ = open(*this);
    }

    void send_frame(FramePtr frame) override {
        if (ended_) return;
        newest_ = frame->arrived;
        bool const is_unasked = outbox_.held_frame() != nullptr;
        auto const dropped = outbox_.put_frame(std::move(frame));
        if (!is_unasked) links_.frames_dropped(dropped);
        if (!is_unasked) delivery_.on_dropped(dropped);
        let_frame_go();
        write();
    }

    Delivery const& delivery() const override { return delivery_; }

    void close(std::string reason) override {
        end({EndInfo::Cause::we_closed, close_code::kNormal, std::move(reason)});
    }

private:
    std::string who() const { return std::string(kEndpoint) + " " + peer_; }

    void shut_down() override { drop(); }
    void drop() override { end({EndInfo::Cause::we_closed, close_code::kRestart, "the daemon stops"}); }

    void let_frame_go() {
        auto const now = pulse_.clock().now();
        if (!outbox_.held_frame() || !gate_.is_open(now)) return;
        gate_.pass(now);
        outbox_.let_frame_go();
    }

    void write() {
        if (writing_ || ended_) return;
        in_flight_ = outbox_.take().frame;
        if (!in_flight_) return;
        header_ = part_header(*in_flight_, pulse_.clock().now());
        writing_ = true;
        stall_.on_write_begin(pulse_.clock().now());
        std::array<asio::const_buffer, 3> const part{asio::buffer(header_),
                                                     asio::buffer(in_flight_->jpeg.data(), in_flight_->jpeg.size()),
                                                     asio::buffer(kBoundary)};
        asio::async_write(channel_, part,
                          [self = shared_from_this()](error_code error, std::size_t) { self->on_written(error); });
    }

    void on_written(error_code error) {
        writing_ = false;
        stall_.on_write_end();
        if (error) return end({EndInfo::Cause::vanished, 0, error.message()});
        if (auto const frame = std::exchange(in_flight_, nullptr)) {
            auto const now = pulse_.clock().now();
            links_.frame_sent(now - frame->arrived);
            delivery_.on_sent(frame->arrived, now);
        }
        write();
    }

    /// The peer has nothing to say; this notices when it goes.
    void read() {
        channel_.async_read_some(asio::buffer(scratch_), [self = shared_from_this()](error_code error, std::size_t) {
            if (self->ended_) return;
            // A player that stops just closes its connection: that is the ordinary end.
            if (error == asio::error::eof) return self->end({EndInfo::Cause::peer_closed, close_code::kNoStatus, ""});
            if (error) return self->end({EndInfo::Cause::vanished, 0, error.message()});
            self->read();
        });
    }

    void tick(SteadyTime now) override {
        auto const self = shared_from_this(); // an end releases the membership that calls us
        if (terms_.max_age && now - newest_ > *terms_.max_age)
            return end({EndInfo::Cause::we_closed, close_code::kNormal, "no newer picture"});
        if (auto const& held = outbox_.held_frame(); held && now - held->arrived >= terms_.pace.spacing) {
            let_frame_go();
            write();
        }
        auto const counters = writing_ ? tcp_counters(channel_.socket().native_handle()) : std::nullopt;
        if (counters && stall_.is_stalled(now, counters->acknowledged))
            end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
    }

    void end(EndInfo const& info) {
        if (std::exchange(ended_, true)) return;
        outbox_.clear();
        links_.ended(kEndpoint, who(), info);
        beat_.release();
        membership_.release();
        keep_.release();
        channel_.close();
        // The session may be what called us.
        asio::post(channel_.get_executor(), [self = shared_from_this()] { self->handler_.reset(); });
    }

    Channel channel_;
    std::string const peer_;
    MjpegTerms const terms_;
    std::string header_; ///< of the response, then of each part
    Pulse& pulse_;
    LinkSet& links_;
    Guard keep_;
    std::unique_ptr<MjpegHandler> handler_;
    Outbox outbox_;
    FrameGate gate_;
    SteadyTime newest_; ///< when the newest frame had arrived here
    FramePtr in_flight_;
    Delivery delivery_;
    std::array<char, 512> scratch_{};
    StallWatch stall_;
    bool writing_ = false;
    bool ended_ = false;
    Guard beat_;
    Guard membership_;
};

} // namespace

void open_mjpeg_link(Channel channel, std::string peer, std::string const& pages, MjpegAnswer answer, Pulse& pulse,
                     LinkSet& links, Guard keep) {
    std::make_shared<MjpegLink>(std::move(channel), std::move(peer), pages, answer.terms, pulse, links, std::move(keep))
        ->start(answer.open);
}

} // namespace watchpost::net
