#include <watchpost/net/pulse.hpp>

#include <boost/asio/post.hpp>

namespace watchpost::net {
namespace {

constexpr auto kBeat = std::chrono::milliseconds(50);
constexpr auto kCalmBeat = std::chrono::milliseconds(250);
/// So long a beat that is due waits for something else that wakes the loop.
constexpr auto kPatience = std::chrono::milliseconds(100);
constexpr auto kHurry = std::chrono::milliseconds(500);

} // namespace

Pulse::Pulse(boost::asio::io_context& loop, Clock const& clock)
    : clock_(clock)
    , timer_(loop) {}

void Pulse::start() {
    hurry();
    wait();
}

void Pulse::stop() {
    stopped_ = true;
    timer_.cancel();
}

void Pulse::hurry() {
    calm_at_ = std::chrono::steady_clock::now() + kHurry;
    if (is_calm_ && !stopped_) wait();
}

void Pulse::ride() {
    if (!is_calm_ || is_riding_ || std::chrono::steady_clock::now() < due_) return;
    is_riding_ = true;
    boost::asio::post(timer_.get_executor(), [this] { beat(); });
}

void Pulse::wait() {
    auto const now = std::chrono::steady_clock::now();
    is_calm_ = now >= calm_at_;
    due_ = now + (is_calm_ ? kCalmBeat : kBeat);
    timer_.expires_at(is_calm_ ? due_ + kPatience : due_);
    timer_.async_wait([this](boost::system::error_code error) {
        if (!error) beat();
    });
}

void Pulse::beat() {
    is_riding_ = false;
    if (stopped_) return;
    auto const now = clock_.now();
    members_.for_each([now](Ticking& member) { member.tick(now); });
    if (!stopped_) wait();
}

} // namespace watchpost::net
