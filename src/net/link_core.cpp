#include "link_core.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/net/address.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <spdlog/spdlog.h>

#include <array>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using std::chrono::seconds;

constexpr auto kHandshakeLimit = seconds(5);
constexpr auto kProbeEvery = seconds(1);
/// How long a close frame may take to leave and to be answered by a peer without `fin_delay`.
constexpr auto kCloseGrace = seconds(2);
/// A peer that took nothing for `stall_after` gets no more than this to take the close frame.
constexpr auto kStalledGrace = seconds(1);

/// A peer that still sends so much after the end is dropped.
constexpr std::size_t kMaxDrained = 4 * 1024 * 1024;

} // namespace

LinkCore::LinkCore(Upgrade upgrade, LinkTerms terms)
    : options_(std::move(terms.options))
    , open_(std::move(terms.open))
    , pulse_(terms.pulse)
    , links_(terms.links)
    , keep_(std::move(terms.keep))
    , outbox_(options_.outbox, !options_.pace.is_free())
    , gate_(options_.pace)
    , peer_(host_and_port(upgrade.peer))
    , request_(std::move(upgrade.request))
    , loop_(upgrade.channel.get_executor())
    , stream_(std::in_place, std::move(upgrade.channel))
    , watch_(options_.heartbeat, options_.stall_after, pulse_.clock().now())
    , place_(terms.unfinished, *this, options_.account, upgrade.peer.address())
    , deadline_(pulse_.clock().now() + kHandshakeLimit)
    , pings_allowed_(std::chrono::nanoseconds(seconds(1)) / std::max(options_.max_pings_per_second, 1U),
                     static_cast<int>(options_.max_pings_per_second)) {}

void LinkCore::start() {
    beat_ = pulse_.join(*this);
    membership_ = links_.join(*this);
    prepare(*stream_, options_);
    stream_->async_accept(request_, [self = shared_from_this()](error_code error) { self->on_accepted(error); });
}

void LinkCore::on_accepted(error_code error) {
    request_ = {};
    if (phase_ != Phase::accepting) return;
    if (error) {
        spdlog::debug("{}: handshake failed: {}", who(), error.message());
        return drop();
    }
    phase_ = Phase::open;
    pulse_.hurry();
    begin();
    watch_.begin(socket().native_handle());
    links_.opened(options_.endpoint);
    try {
        handler_ = open_(*this);
    } catch (std::exception const& fault) {
        spdlog::error("{}: a fault of ours: {}", who(), fault.what());
        links_.ended(options_.endpoint, who(), {EndInfo::Cause::fault, close_code::kInternalError, "no session"});
        return drop();
    }
    open_ = nullptr;
    spdlog::info("{}: open", who());
    if (early_end_) tell_end(*early_end_);
}

void LinkCore::release_stream() {
    asio::post(loop_, [self = shared_from_this()] { self->stream_.reset(); });
}

std::string LinkCore::who() const {
    return options_.endpoint + (label_.empty() ? "" : " " + printable(label_)) + " " + peer_;
}

void LinkCore::close(std::uint16_t code, std::string reason) {
    end({EndInfo::Cause::we_closed, code, std::move(reason)});
}

bool LinkCore::ping_is_allowed() {
    return options_.max_pings_per_second == 0 || pings_allowed_.take(now());
}

void LinkCore::frames_sent(std::span<SteadyTime const> arrivals) {
    auto const time = now();
    for (auto const arrived : arrivals) {
        links_.frame_sent(time - arrived);
        delivery_.on_sent(arrived, time);
    }
}

void LinkCore::send(std::span<std::uint8_t const> binary) {
    queue(std::make_shared<std::string const>(binary.begin(), binary.end()), false);
}

void LinkCore::send_frame(FramePtr frame) {
    if (phase_ != Phase::open) return;
    bool const is_unasked = outbox_.held_frame() && gate_.has_credit();
    auto const dropped = outbox_.put_frame(std::move(frame));
    if (is_unasked) return let_frame_go();
    links_.frames_dropped(dropped);
    delivery_.on_dropped(dropped);
    if (outbox_.held_frame()) return let_frame_go();
    write();
}

void LinkCore::let_frame_go() {
    if (!outbox_.held_frame() || !gate_.is_open(now())) return;
    gate_.pass(now());
    outbox_.let_frame_go();
    write();
}

void LinkCore::frame_painted(std::uint64_t number, std::uint64_t want) {
    if (phase_ != Phase::open) return;
    gate_.painted(number, want);
    let_frame_go();
}

void LinkCore::queue(TextPtr message, bool is_text) {
    if (phase_ != Phase::open) return;
    if (!outbox_.push(std::move(message), is_text))
        return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
    write();
}

ProgressWatch::Verdict LinkCore::progress(SteadyTime now) {
    auto const message = unfinished();
    if (message.is_there) return progress_.check(now, message.which, message.bytes);
    progress_.rest();
    return ProgressWatch::Verdict::well;
}

void LinkCore::note_unfinished() {
    if (phase_ != Phase::open) return;
    progress(now());
    auto const message = unfinished();
    place_.hold(message.is_there ? message.room : 0, now());
}

void LinkCore::give_up() {
    end({EndInfo::Cause::unfinished, close_code::kPolicy, "too much is held of messages that are not whole"});
}

/// A ping waits behind the pictures that are on their way: only the shortest time says something of the way itself.
void LinkCore::on_pong() {
    auto const sent = std::exchange(ping_sent_, std::nullopt);
    if (!sent) return;
    auto const took = now() - *sent;
    round_trip_ = std::min(round_trip_.value_or(took), took);
    if (phase_ == Phase::open && handler_) guarded([this] { handler_->on_pong(); });
}

void LinkCore::end(EndInfo info) {
    if (phase_ == Phase::accepting) return drop();
    if (phase_ != Phase::open) return;
    auto const code = info.code;
    auto const reason = info.reason;
    deadline_ = now() + (info.cause == EndInfo::Cause::too_slow ? kStalledGrace : close_grace());
    finish(std::move(info));
    if (options_.silent_close) return drop();
    phase_ = Phase::closing;
    begin_close(code, reason);
}

void LinkCore::answer_close(std::uint16_t code) {
    deadline_ = now() + close_grace();
    phase_ = Phase::closing;
    begin_close(code, "");
}

void LinkCore::on_fault(std::exception const& fault) {
    spdlog::error("{}: a fault of ours: {}", who(), fault.what());
    end({EndInfo::Cause::fault, close_code::kInternalError, "a fault of the daemon"});
}

seconds LinkCore::close_grace() const {
    return std::max<seconds>(options_.fin_delay, kCloseGrace);
}

void LinkCore::finish(EndInfo info) {
    outbox_.clear();
    place_.hold(0, now());
    pulse_.hurry();
    is_peer_gone_ = is_peer_gone_ || info.cause == EndInfo::Cause::vanished;
    if (std::exchange(finished_, true)) return;
    if (handler_) return tell_end(info);
    early_end_ = std::move(info); // the session ended its link while it was being made
}

void LinkCore::tell_end(EndInfo const& info) {
    links_.ended(options_.endpoint, who(), info);
    handler_->on_end(info);
}

/// A peer that has said so itself gets our FIN now; another one later, if it cannot bear it.
void LinkCore::linger() {
    if (phase_ == Phase::lingering || phase_ == Phase::dropped) return;
    // Its FIN or RST has been read: no event would come of it again, and its place would be held until the deadline.
    if (is_peer_gone_) return drop();
    if (phase_ == Phase::open) deadline_ = now() + close_grace();
    phase_ = Phase::lingering;
    if (peer_said_close_ || options_.fin_delay == seconds(0)) send_fin();
    drain();
}

void LinkCore::drain() {
    // What comes now interests nobody, so all links share the place where it goes.
    thread_local std::array<char, 64 * 1024> scratch;
    socket().async_read_some(asio::buffer(scratch), [self = shared_from_this()](error_code error, std::size_t bytes) {
        if (self->phase_ == Phase::dropped) return;
        self->drained_ += bytes;
        if (error || self->drained_ > kMaxDrained) return self->drop();
        self->drain();
    });
}

void LinkCore::drop() {
    if (phase_ == Phase::dropped) return;
    bool const was_accepting = phase_ == Phase::accepting;
    phase_ = Phase::dropped;
    beat_.release();
    membership_.release();
    keep_.release();
    error_code ignored;
    (was_accepting ? stream_->next_layer().socket() : socket()).close(ignored);
    // Beast may have parked a read behind a close and the close behind that read; no socket operation is left to wake
    // them then, and they would keep this link for ever. They end with the stream.
    release_stream();
}

void LinkCore::tick(SteadyTime now) {
    auto const self = shared_from_this(); // a drop releases the membership that calls us
    if (phase_ != Phase::open) {
        if (now >= deadline_) drop();
        return;
    }
    if (auto const verdict = progress(now); verdict != ProgressWatch::Verdict::well) {
        bool const is_stuck = verdict == ProgressWatch::Verdict::stuck;
        return end({EndInfo::Cause::unfinished, close_code::kPolicy,
                    is_stuck ? "a message did not go on for 10 s" : "a message was not whole after 30 s"});
    }
    guarded([&] { handler_->on_tick(now); });
    if (phase_ != Phase::open) return;
    // A camera that pauses sends nothing that would bring its last picture along.
    if (auto const& held = outbox_.held_frame(); held && now - held->arrived >= gate_.pace().spacing) let_frame_go();
    if (phase_ != Phase::open || now < next_probe_) return;
    next_probe_ = now + kProbeEvery;
    check(now);
}

void LinkCore::check(SteadyTime now) {
    auto const finding = watch_.check(socket().native_handle(), now);
    if (finding.peer_sent) guarded([this] { handler_->on_sign_of_life(); });
    if (phase_ != Phase::open) return;
    switch (finding.verdict) {
    case LinkWatch::Verdict::well:
        return;
    case LinkWatch::Verdict::too_slow:
        return end({EndInfo::Cause::too_slow, close_code::kPolicy, "too slow"});
    case LinkWatch::Verdict::silent:
        if (options_.pings) end({EndInfo::Cause::silent, close_code::kSilent, "no sign of life"});
        return;
    case LinkWatch::Verdict::ping:
        if (!options_.pings) return;
        ping_sent_ = now;
        return send_ping();
    }
}

} // namespace watchpost::net
