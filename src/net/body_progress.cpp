#include "body_progress.hpp"

#include <watchpost/net/address.hpp>

#include <spdlog/spdlog.h>

#include <utility>

namespace watchpost::net {

BodyProgress::BodyProgress(UnfinishedBudget& budget, Clock const& clock, boost::asio::ip::tcp::endpoint peer,
                           std::function<void()> drop)
    : clock_(clock)
    , peer_(std::move(peer))
    , drop_(std::move(drop))
    , place_(budget, *this, std::string(), peer_.address()) {}

void BodyProgress::begin() {
    is_reading_ = true;
    is_refused_ = false;
    held_ = 0;
}

void BodyProgress::end() {
    is_reading_ = false;
    progress_.rest();
    place_.hold(0, clock_.now());
}

bool BodyProgress::comes_along(SteadyTime now) {
    return !is_reading_ || progress_.check(now, 0, held_) == ProgressWatch::Verdict::well;
}

bool BodyProgress::on_body(std::size_t held) {
    auto const now = clock_.now();
    held_ = held;
    comes_along(now);
    is_asking_ = true;
    place_.hold(held, now);
    is_asking_ = false;
    return !is_refused_;
}

void BodyProgress::give_up() {
    spdlog::info("http {}: too much is held of requests that are not whole", host_and_port(peer_));
    if (is_asking_)
        is_refused_ = true;
    else
        drop_();
}

} // namespace watchpost::net
