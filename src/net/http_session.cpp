#include "http_session.hpp"

#include "body_progress.hpp"
#include "http_answers.hpp"
#include "http_convert.hpp"
#include "http_reading.hpp"
#include "lean_link.hpp"
#include "mjpeg_link.hpp"
#include "upgrade.hpp"
#include "ws_link.hpp"

#include <watchpost/net/address.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/write.hpp>
#include <spdlog/spdlog.h>

#include <optional>

namespace watchpost::net {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::seconds;

// SECURITY rule 21.
constexpr auto kHeaderLimit = seconds(5);
constexpr auto kBodyLimit = seconds(10);
constexpr auto kIdleLimit = seconds(30);
constexpr auto kWriteLimit = seconds(30);
constexpr auto kDrainLimit = seconds(2);

constexpr std::size_t kMaxParsedHeader = 64 * 1024;
constexpr std::size_t kFirstRead = 4 * 1024;
constexpr int kMaxDelayedRefusals = 64;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);

class HttpSession final : public Connection, public Ticking, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(Channel channel, HttpContext& context, Guard keep)
        : channel_(std::move(channel))
        , context_(context)
        , keep_(std::move(keep))
        , wake_(channel_.get_executor(), asio::steady_timer::time_point::max()) {}

    void start() {
        beat_ = context_.pulse.join(*this);
        membership_ = context_.links.join(*this);
        auto const executor = channel_.get_executor();
        auto run_it = [self = shared_from_this()] { return self->run(); };
        asio::co_spawn(executor, std::move(run_it), [](std::exception_ptr const& failure) {
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (std::exception const& error) {
                spdlog::error("http: a fault of ours: {}", error.what());
            }
        });
    }

    void shut_down() override {
        stopping_ = true;
        if (!is_answering_) drop();
        wake_.cancel();
    }

    void drop() override {
        stopping_ = true;
        leave_line();
        channel_.close();
        wake_.cancel();
        keep_.release(); // at once: it may be for another's sake
    }

    void tick(SteadyTime now) override {
        if (now >= deadline_ || (body_ && !body_->comes_along(now))) drop();
        if (now >= wake_at_) wake_.cancel();
    }

private:
    asio::awaitable<void> run() {
        error_code error;
        local_ = channel_.socket().local_endpoint(error);
        if (error) co_return;
        auto const remote = channel_.socket().remote_endpoint(error);
        if (error) co_return;
        peer_ = {canonical(remote.address()), remote.port()};
        body_.emplace(*context_.unfinished, context_.pulse.clock(), peer_, [this] { drop(); });
        while (co_await serve_one()) {
            limit(kIdleLimit);
            wait_in_line();
            if (buffer_.size() > 0) continue;
            auto const room = buffer_.prepare(kFirstRead);
            auto const [failure, size] = co_await channel_.async_read_some(room, kTuple);
            if (failure) co_return;
            buffer_.commit(size);
        }
    }

    /// Whoever lets us wait may have to make room for another.
    void wait_in_line() {
        if (!place_in_line_ && !stopping_) place_in_line_ = context_.wait_in_line(*this, peer_.address());
    }
    void leave_line() { place_in_line_.reset(); }

    void limit(seconds duration) { deadline_ = context_.pulse.clock().now() + duration; }

    // No coroutine here takes or returns a Response: GCC 12 destroys temporaries twice in expressions with co_await
    // (bug 107288 and its kin). What is to be answered waits in `response_`.

    /// False when the connection is over, or has become a link.
    asio::awaitable<bool> serve_one() {
        limit(kHeaderLimit);
        wait_in_line();
        parser_.emplace();
        parser_->header_limit(kMaxParsedHeader);
        parser_->body_limit(Route::kLargestBody);
        auto const read = co_await read_header(channel_, buffer_, *parser_, kMaxParsedHeader);
        auto const header_error = read.error;
        leave_line();
        context_.pulse.hurry();
        is_answering_ = true;
        judge_header(read);
        if (!header_error && !response_) refuse_large_body();
        if (!header_error && !response_ && !parser_->is_done()) {
            auto const largest = context_.router.body_limit(request_to_answer().path);
            // A larger one is of somebody who may send it.
            if (parser_->content_length().value_or(0) <= Route::kMaxBody) wait_in_line();
            begin_body(largest);
            auto const failure = co_await read_body(channel_, buffer_, *parser_, largest, *body_);
            body_->end();
            leave_line();
            if (failure == http::error::body_limit) response_ = body_too_long(largest);
            if (body_->is_refused()) response_ = problem(503, "Too much is being sent here at once; try again later.");
            if (failure && !response_) response_ = parse_failure(failure);
            if (failure && !response_) co_return false;
        }
        if (header_error && !response_) co_return false;
        if (!response_ && !decide()) co_return false;
        if (later_) co_await wait_for_response();
        bool const goes_on = co_await respond();
        parser_.reset(); // a body would stay for as long as the connection is idle
        co_return goes_on;
    }

    void judge_header(HeaderRead const& read) {
        pages_ = {};
        if (read.fault != HeaderLines::Fault::none)
            response_ = problem(400, to_string(read.fault));
        else
            response_ = read.error ? parse_failure(read.error) : check_header(*parser_, read.bytes, context_.router);
    }

    Request request_to_answer() const {
        auto request = from_wire(parser_->get(), local_, peer_);
        request.is_secure = channel_.is_secure();
        return request;
    }

    /// Who may not come in does not get to send megabytes first.
    void refuse_large_body() {
        auto const length = parser_->content_length();
        if (length ? *length <= Route::kMaxBody : !parser_->chunked()) return;
        auto request = request_to_answer();
        if (context_.router.body_limit(request.path) <= Route::kMaxBody) return;
        auto refusal = context_.router.refusal(request);
        if (!refusal || refusal->status < 400) return; // the connection would go on, in the middle of the body
        response_ = std::move(refusal);
        pages_ = context_.router.cross_origin(request);
    }

    /// Fills in `response_`; false when the request has become a link instead.
    bool decide() {
        auto request = request_to_answer();
        if (!context_.router.is_for_boards(request.path) && !context_.has_room_for_all()) {
            context_.stats.refused.add(NoRoom::kept_for_boards);
            response_ = busy();
            return true;
        }
        auto answer = answer_of(context_.router, request);
        pages_ = context_.router.cross_origin(request);
        if (stopping_ && !std::holds_alternative<Response>(answer)) {
            response_ = busy();
            return true;
        }
        if (auto* const websocket = std::get_if<WebSocketAnswer>(&answer)) {
            response_ = check_handshake(request, buffer_.size() > 0);
            if (!response_) hand_over(std::move(*websocket));
            return response_.has_value();
        }
        auto* const mjpeg = std::get_if<MjpegAnswer>(&answer);
        if (mjpeg != nullptr && request.method != "HEAD") {
            hand_over(std::move(*mjpeg));
            return false;
        }
        if (auto* const later = std::get_if<LaterAnswer>(&answer))
            later_ = std::move(*later);
        else
            response_ = mjpeg != nullptr ? mjpeg_head() : std::move(std::get<Response>(answer));
        return true;
    }

    asio::awaitable<void> wait_for_response() {
        auto const slot = std::make_shared<std::optional<Response>>();
        auto take = [this, waiting = std::weak_ptr(slot)](Response response) {
            auto const open = waiting.lock();
            if (!open) return;
            *open = std::move(response);
            wake_.cancel();
        };
        wake_at_ = context_.pulse.clock().now() + later_->limit;
        deadline_ = SteadyTime::max();
        auto const interest = later_->begin(std::move(take));
        if (!*slot && !stopping_) co_await wake_.async_wait(kTuple);
        wake_at_ = SteadyTime::max();
        if (!*slot) *slot = later_->at_limit();
        response_ = std::move(**slot);
        later_.reset();
    }

    /// What anybody may send is there soon; an upload may take its time while it comes along (SECURITY rules 21, 33).
    void begin_body(std::size_t largest) {
        bool const is_upload = largest > Route::kMaxBody;
        deadline_ = is_upload ? SteadyTime::max() : context_.pulse.clock().now() + kBodyLimit;
        body_->begin();
    }

    void release_to_link() {
        beat_.release();
        membership_.release();
    }

    void hand_over(WebSocketAnswer answer) {
        release_to_link();
        bool const is_lean = answer.options.engine == LinkEngine::lean && !channel_.is_secure();
        auto const open = is_lean ? open_lean_link : open_ws_link;
        open({std::move(channel_), parser_->release(), peer_},
             {std::move(answer.options), std::move(answer.open), context_.pulse, context_.links, *context_.unfinished,
              std::move(keep_)});
    }

    void hand_over(MjpegAnswer answer) {
        release_to_link();
        open_mjpeg_link(std::move(channel_), host_and_port(peer_), cross_origin_lines(pages_), std::move(answer),
                        context_.pulse, context_.links, std::move(keep_));
    }

    asio::awaitable<bool> respond() {
        co_await hold_back(response_->delay);
        limit(kWriteLimit);
        wait_in_line();
        auto const& request = parser_->get();
        bool const keep_alive = response_->status < 400 && request.keep_alive() && !stopping_;
        auto wire = to_wire(std::move(*response_), keep_alive, request.method() == http::verb::head,
                            context_.pulse.clock().wall(), pages_);
        if (keep_alive && request.version() < 11) wire.set(http::field::connection, "keep-alive");
        auto const host = request[http::field::host];
        add_secure_headers(wire, channel_.is_secure(), {host.data(), host.size()}, context_.hsts);
        response_.reset();
        auto const [error, bytes] = co_await http::async_write(channel_, wire, kTuple);
        if (error) co_return false;
        is_answering_ = false;
        if (!keep_alive) co_await drain();
        co_return keep_alive;
    }

    asio::awaitable<void> hold_back(std::chrono::milliseconds delay) {
        if (stopping_ || delay.count() == 0 || context_.delayed_refusals >= kMaxDelayedRefusals) co_return;
        ++context_.delayed_refusals;
        wake_at_ = context_.pulse.clock().now() + delay;
        deadline_ = wake_at_ + kWriteLimit;
        co_await wake_.async_wait(kTuple);
        wake_at_ = SteadyTime::max();
        --context_.delayed_refusals;
    }

    /// Our FIN, then the peer's: closing with unread bytes would reset the connection and lose the answer. (RFC 9112
    /// section 9.6; some boards write a text after a refusal: DEVICES rule 11.)
    asio::awaitable<void> drain() {
        limit(kDrainLimit);
        channel_.send_fin();
        co_await drop_rest(channel_);
    }

    Channel channel_;
    HttpContext& context_;
    Guard keep_;
    tcp::endpoint local_;
    tcp::endpoint peer_; ///< canonical address
    boost::beast::flat_buffer buffer_;
    std::optional<WireRequestParser> parser_;
    std::optional<Response> response_;
    CrossOrigin pages_;                ///< whose `response_` is for
    std::optional<LaterAnswer> later_; ///< while its response is waited for
    asio::steady_timer wake_;          ///< never expires; the tick cancels it
    SteadyTime wake_at_ = SteadyTime::max();
    SteadyTime deadline_ = SteadyTime::max();
    bool is_answering_ = false; ///< from the end of a request's header to the end of its answer
    bool stopping_ = false;
    std::optional<BodyProgress> body_;
    std::optional<Guard> place_in_line_;
    Guard beat_;
    Guard membership_;
};

} // namespace

void serve_http(Channel channel, HttpContext& context, Guard keep) {
    std::make_shared<HttpSession>(std::move(channel), context, std::move(keep))->start();
}

} // namespace watchpost::net
