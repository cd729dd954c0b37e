#include "board_link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace watchpost::sim {
namespace {

constexpr auto kAsTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kMaxAnswer = 4096;
// What a simulated board may have unsent in the kernel: a queue there would hide that the server does not read.
constexpr int kSendBuffer = 32 * 1024;

SteadyTime now() {
    return std::chrono::steady_clock::now();
}

} // namespace

BoardLink::BoardLink(asio::any_io_executor executor, double bytes_per_second)
    : socket_(executor)
    , resolver_(executor)
    , deadline_(executor)
    , pause_(executor)
    , generation_(std::make_shared<std::uint64_t>(0))
    , bytes_per_second_(bytes_per_second) {}

void BoardLink::set_deadline(SteadyTime until) {
    timed_out_ = false;
    deadline_.expires_at(until);
    std::weak_ptr<std::uint64_t> const generation = generation_;
    deadline_.async_wait([this, generation, mine = ++*generation_](error_code error) {
        auto const current = generation.lock();
        if (error || !current || *current != mine) return;
        timed_out_ = true;
        resolver_.cancel();
        error_code ignored;
        // A cancelled connect would go on with the next address.
        if (dialling_) socket_.close(ignored);
        socket_.cancel(ignored);
        pause_.cancel();
    });
}

error_code BoardLink::settle(error_code error) {
    ++*generation_;
    deadline_.cancel();
    return error && timed_out_ ? asio::error::timed_out : error;
}

asio::awaitable<error_code> BoardLink::dial(std::string host, std::uint16_t port, SteadyTime until) {
    parser_ = {};
    out_of_step_ = false;
    if (interrupted_) co_return asio::error::operation_aborted;
    set_deadline(until);
    dialling_ = true;
    std::string const service = std::to_string(port);
    auto [error, addresses] = co_await resolver_.async_resolve(host, service, kAsTuple);
    if (!error && !interrupted_ && !timed_out_) {
        auto [failed, endpoint] = co_await asio::async_connect(socket_, addresses, kAsTuple);
        error = failed;
    }
    dialling_ = false;
    if (interrupted_) error = asio::error::operation_aborted;
    error = settle(error);
    if (!error && !socket_.is_open()) error = asio::error::timed_out;
    if (error) {
        close();
        co_return error;
    }
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::send_buffer_size(kSendBuffer), ignored);
    co_return error;
}

asio::awaitable<error_code> BoardLink::send(std::span<std::uint8_t const> bytes) {
    if (!socket_.is_open()) co_return asio::error::not_connected;
    writing_ = true;
    error_code error;
    if (bytes_per_second_ > 0)
        error = co_await send_slowly(bytes);
    else
        error = co_await send_piece(bytes);
    writing_ = false;
    if (error) out_of_step_ = true;
    co_return error;
}

asio::awaitable<error_code> BoardLink::send_piece(std::span<std::uint8_t const> bytes) {
    auto const limit = interrupted_ ? std::chrono::seconds(1) : kWriteLimit;
    set_deadline(now() + limit);
    auto const buffer = asio::buffer(bytes.data(), bytes.size());
    auto [error, sent] = co_await asio::async_write(socket_, buffer, kAsTuple);
    co_return settle(error);
}

asio::awaitable<error_code> BoardLink::send_slowly(std::span<std::uint8_t const> bytes) {
    auto const piece = std::max<std::size_t>(256, static_cast<std::size_t>(bytes_per_second_ / 20));
    while (!bytes.empty()) {
        auto const part = bytes.first(std::min(piece, bytes.size()));
        if (auto const error = co_await send_piece(part)) co_return error;
        bytes = bytes.subspan(part.size());
        if (interrupted_) continue;
        std::chrono::duration<double> const takes(static_cast<double>(part.size()) / bytes_per_second_);
        pause_.expires_after(std::chrono::duration_cast<SteadyTime::duration>(takes));
        co_await pause_.async_wait(kAsTuple);
    }
    co_return error_code{};
}

asio::awaitable<error_code> BoardLink::fill(SteadyTime until) {
    if (interrupted_) co_return asio::error::operation_aborted;
    auto const buffer = asio::buffer(incoming_);
    error_code error;
    std::size_t size = socket_.read_some(buffer, error);
    if (error == asio::error::would_block) {
        if (until <= now()) co_return asio::error::timed_out;
        set_deadline(until);
        std::tie(error, size) = co_await socket_.async_read_some(buffer, kAsTuple);
        error = settle(error);
    }
    if (!error) parser_.feed({incoming_.data(), size});
    co_return error;
}

asio::awaitable<BoardLink::Received> BoardLink::receive(SteadyTime until) {
    for (;;) {
        if (auto frame = parser_.next()) co_return Received{{}, std::move(*frame)};
        if (!parser_.error().empty()) co_return Received{asio::error::make_error_code(asio::error::fault), {}};
        error_code const error = co_await fill(until);
        if (error) co_return Received{error, {}};
    }
}

asio::awaitable<BoardLink::Answer> BoardLink::receive_answer(SteadyTime::duration each_read) {
    Answer answer;
    // One byte at a time, as the libraries do: what follows the empty line already belongs to the WebSocket.
    while (!answer.head.ends_with("\r\n\r\n")) {
        if (interrupted_) answer.error = asio::error::operation_aborted;
        if (answer.head.size() == kMaxAnswer) answer.error = asio::error::message_size;
        if (answer.error) break;
        char byte = 0;
        auto const buffer = asio::buffer(&byte, 1);
        std::size_t size = socket_.read_some(buffer, answer.error);
        if (answer.error == asio::error::would_block) {
            set_deadline(now() + each_read);
            std::tie(answer.error, size) = co_await socket_.async_read_some(buffer, kAsTuple);
            answer.error = settle(answer.error);
        }
        if (size == 1) answer.head += byte;
    }
    co_return answer;
}

asio::awaitable<void> BoardLink::drain(SteadyTime until) {
    auto const buffer = asio::buffer(incoming_);
    for (;;) {
        while (auto const frame = parser_.next())
            if (frame->opcode == Opcode::close) co_return;
        set_deadline(until);
        auto const [failed, size] = co_await socket_.async_read_some(buffer, kAsTuple);
        if (settle(failed)) co_return;
        parser_.feed({incoming_.data(), size});
    }
}

asio::awaitable<error_code> BoardLink::rest_until(SteadyTime until) {
    if (interrupted_) co_return asio::error::operation_aborted;
    pause_.expires_at(until);
    auto const [error] = co_await pause_.async_wait(kAsTuple);
    co_return error;
}

void BoardLink::interrupt() {
    interrupted_ = true;
    pause_.cancel();
    resolver_.cancel();
    if (writing_) {
        set_deadline(now() + std::chrono::seconds(1));
        return;
    }
    error_code ignored;
    if (dialling_) socket_.close(ignored);
    socket_.cancel(ignored);
}

bool BoardLink::at_end() {
    char byte = 0;
    error_code error;
    socket_.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
    return error && error != asio::error::would_block;
}

void BoardLink::close() {
    error_code ignored;
    socket_.shutdown(asio::socket_base::shutdown_both, ignored);
    socket_.close(ignored);
}

void BoardLink::tear() {
    error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
}

asio::ip::tcp::socket BoardLink::abandon() {
    return std::exchange(socket_, asio::ip::tcp::socket(socket_.get_executor()));
}

} // namespace watchpost::sim
