#include "fault_pump.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace watchpost::test {
namespace {

using boost::system::error_code;
using std::chrono::steady_clock;

constexpr std::size_t kMaxQueued = 1024 * 1024;
/// A rate is kept within so much time.
constexpr std::size_t kSlicesPerSecond = 100;

} // namespace

FaultPump::FaultPump(Socket& from, Socket& to, Terms terms)
    : from_(from)
    , to_(to)
    , terms_(std::move(terms))
    , timer_(from.get_executor()) {}

void FaultPump::faults_changed() {
    if (is_stopped_ || is_cut()) return;
    take();
    pass_on();
}

void FaultPump::stop() {
    is_stopped_ = true;
    timer_.cancel();
}

/// True when a limit was reached: the connection, or this direction of it, is over.
bool FaultPump::is_cut() {
    auto const& faults = terms_.faults;
    if (faults.reset_after && own_passed_ >= *faults.reset_after) {
        terms_.reset();
        return true;
    }
    if (faults.fin_after && own_passed_ >= *faults.fin_after && !is_fin_passed_ && !is_writing_) pass_fin();
    return is_stopped_;
}

void FaultPump::take() {
    if (is_waiting_to_take_ || saw_fin_ || is_stopped_) return;
    if (queued_ >= kMaxQueued || terms_.faults.stall == Faults::Stall::not_taking) return;
    is_waiting_to_take_ = true;
    from_.async_wait(Socket::wait_read, [this, keep = terms_.keep()](error_code error) {
        is_waiting_to_take_ = false;
        if (!error && !is_stopped_) on_readable();
    });
}

void FaultPump::on_readable() {
    if (terms_.faults.stall == Faults::Stall::not_taking) return;
    error_code error;
    auto const size = from_.read_some(boost::asio::buffer(chunk_), error);
    if (error && error != boost::asio::error::eof) return terms_.reset();
    saw_fin_ = error == boost::asio::error::eof;
    if (!terms_.faults.black_hole && !is_fin_passed_) accept_piece({chunk_.data(), size});
    take();
}

void FaultPump::accept_piece(std::string bytes) {
    auto due = steady_clock::now() + terms_.faults.delay;
    if (auto const jitter = terms_.faults.jitter.count(); jitter > 0)
        due += std::chrono::milliseconds(std::uniform_int_distribution<long>(0, jitter)(terms_.random));
    if (!queue_.empty()) due = std::max(due, queue_.back().due);
    queued_ += bytes.size();
    queue_.push_back({std::move(bytes), due});
    pass_on();
}

void FaultPump::pass_on() {
    if (is_writing_ || is_waiting_ || is_stopped_ || queue_.empty()) return;
    if (terms_.faults.stall != Faults::Stall::none) return;
    auto const& piece = queue_.front();
    auto const due = std::max(piece.due, next_free_);
    if (due > steady_clock::now()) return wait_until(due);
    if (piece.bytes.empty()) return pass_fin();
    auto const size = next_size(piece.bytes);
    is_writing_ = true;
    boost::asio::async_write(to_, boost::asio::buffer(piece.bytes.data(), size),
                             [this, size, keep = terms_.keep()](error_code error, std::size_t) {
                                 is_writing_ = false;
                                 if (is_stopped_) return;
                                 if (error) return terms_.reset();
                                 on_passed(size);
                             });
}

void FaultPump::wait_until(Time due) {
    is_waiting_ = true;
    timer_.expires_at(due);
    timer_.async_wait([this, keep = terms_.keep()](error_code) {
        is_waiting_ = false;
        pass_on();
    });
}

std::size_t FaultPump::next_size(std::string const& bytes) const {
    auto const& faults = terms_.faults;
    auto size = bytes.size();
    if (faults.piece > 0) size = std::min(size, faults.piece);
    if (faults.bytes_per_second > 0)
        size = std::min(size, std::max<std::size_t>(1, faults.bytes_per_second / kSlicesPerSecond));
    if (faults.reset_after) size = std::min(size, *faults.reset_after - own_passed_);
    if (faults.fin_after) size = std::min(size, *faults.fin_after - own_passed_);
    return size;
}

void FaultPump::on_passed(std::size_t size) {
    own_passed_ += size;
    terms_.passed += size;
    ++terms_.pieces;
    queued_ -= size;
    auto& bytes = queue_.front().bytes;
    bytes.erase(0, size);
    if (bytes.empty()) queue_.pop_front();
    std::chrono::nanoseconds pause = terms_.faults.pause;
    if (auto const rate = terms_.faults.bytes_per_second; rate > 0)
        pause = std::max(pause, std::chrono::nanoseconds(size * 1'000'000'000 / rate));
    next_free_ = steady_clock::now() + pause;
    faults_changed();
}

void FaultPump::pass_fin() {
    is_fin_passed_ = true;
    queue_.clear();
    queued_ = 0;
    error_code ignored;
    to_.shutdown(Socket::shutdown_send, ignored);
    terms_.on_fin_passed();
}

} // namespace watchpost::test
