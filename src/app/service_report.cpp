#include "service_report.hpp"

#include <watchpost/core/printable.hpp>

namespace watchpost::app {
namespace {

constexpr auto kStatusEvery = std::chrono::seconds(1);
constexpr std::size_t kMostOfAProblem = 512;

std::string counted(std::size_t count, std::string const& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

} // namespace

void ServiceReport::ready() {
    if (phase_ == Phase::stopping) return;
    phase_ = Phase::ready;
    told_ = line();
    notifier_.ready(told_);
}

void ServiceReport::reloading() {
    if (phase_ != Phase::ready) return; // the one READY=1 of the start tells both
    phase_ = Phase::reloading;
    notifier_.reloading();
}

void ServiceReport::reloaded(std::string const& problem) {
    problem_ = problem;
    if (phase_ == Phase::reloading) ready();
}

void ServiceReport::stopping() {
    phase_ = Phase::stopping;
    notifier_.stopping();
}

void ServiceReport::tick(SteadyTime now) {
    if (phase_ != Phase::ready || now < next_) return;
    next_ = now + kStatusEvery;
    auto text = line();
    if (text == told_) return;
    told_ = std::move(text);
    notifier_.status(told_);
}

std::string ServiceReport::line() const {
    auto text = counted(registry_.online(DeviceKind::esp32cam), "camera") + ", " +
                counted(registry_.online(DeviceKind::pico), "pico") + ", " + counted(registry_.viewers(), "viewer");
    if (!reach_.empty()) text += "; " + reach_;
    if (!problem_.empty())
        text += "; the configuration is wrong, an older one is in force: " + printable(problem_, kMostOfAProblem);
    return text;
}

} // namespace watchpost::app
