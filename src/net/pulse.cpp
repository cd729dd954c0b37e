#include <watchpost/net/pulse.hpp>

namespace watchpost::net {
namespace {

constexpr auto kBeat = std::chrono::milliseconds(50);

} // namespace

Pulse::Pulse(boost::asio::io_context& loop, Clock const& clock)
    : clock_(clock)
    , timer_(loop) {}

void Pulse::start() {
    wait();
}

void Pulse::stop() {
    stopped_ = true;
    timer_.cancel();
}

void Pulse::wait() {
    timer_.expires_after(kBeat);
    timer_.async_wait([this](boost::system::error_code error) {
        if (error || stopped_) return;
        auto const now = clock_.now();
        members_.for_each([now](Ticking& member) { member.tick(now); });
        if (!stopped_) wait();
    });
}

} // namespace watchpost::net
