#include "faults.hpp"

#include "numbers.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

namespace watchpost::sim {
namespace {

struct FaultName {
    std::string_view name;
    double least;
    double most;
    bool whole;
    std::string_view unit;
    void (*set)(FaultPlan&, double);
};

constexpr std::array kFaults{
    FaultName{"drop-out", 0.1, 86'400, false, "SECONDS",
              [](FaultPlan& plan, double value) { plan.drop_out = std::chrono::duration<double>(value); }},
    FaultName{"half-open", 0.1, 86'400, false, "SECONDS",
              [](FaultPlan& plan, double value) { plan.half_open = std::chrono::duration<double>(value); }},
    FaultName{"slow-wifi", 1, 100'000, false, "KBYTES_PER_S",
              [](FaultPlan& plan, double value) { plan.bytes_per_second = value * 1000; }},
    FaultName{"bad-json", 1, 1'000'000, true, "EVERY_N",
              [](FaultPlan& plan, double value) { plan.bad_json = static_cast<int>(value); }},
    FaultName{"broken-jpeg", 1, 1'000'000, true, "EVERY_N",
              [](FaultPlan& plan, double value) { plan.broken_jpeg = static_cast<int>(value); }},
};

std::string allowed() {
    std::string list;
    for (auto const& fault : kFaults)
        list += fmt::format("{}{}={} ({} to {})", list.empty() ? "" : ", ", fault.name, fault.unit, fault.least,
                            fault.most);
    return list;
}

} // namespace

Result<FaultPlan> parse_faults(std::span<std::string const> faults) {
    FaultPlan plan;
    for (std::string_view const text : faults) {
        auto const equals = std::min(text.find('='), text.size());
        auto const fault = std::ranges::find(kFaults, text.substr(0, equals), &FaultName::name);
        auto const value = number_in(text.substr(std::min(equals + 1, text.size())));
        if (fault == kFaults.end() || !value || *value < fault->least || *value > fault->most ||
            (fault->whole && *value != static_cast<double>(static_cast<int>(*value))))
            return Error{fmt::format("--fault {}: not known or out of range; allowed are {}", text, allowed())};
        fault->set(plan, *value);
    }
    return plan;
}

SteadyTime FaultDice::draw(SteadyTime now, std::chrono::duration<double> mean) {
    if (mean.count() <= 0) return SteadyTime::max();
    std::uniform_real_distribution<double> around(0.5, 1.5);
    return now + std::chrono::duration_cast<SteadyTime::duration>(mean * around(random_));
}

void FaultDice::link_up(SteadyTime now) {
    drops_ = draw(now, plan_.drop_out);
    falls_silent_ = draw(now, plan_.half_open);
}

LinkFault FaultDice::link_fault(SteadyTime now) const {
    if (now >= drops_ && drops_ <= falls_silent_) return LinkFault::drop_out;
    if (now >= falls_silent_) return LinkFault::half_open;
    return LinkFault::none;
}

SteadyTime::duration FaultDice::time_away() {
    std::uniform_int_distribution<int> milliseconds(300, 1500);
    return std::chrono::milliseconds(milliseconds(random_));
}

Bytes FaultDice::broken(Bytes const& jpeg) {
    Bytes result = jpeg;
    switch (std::uniform_int_distribution<int>(0, 2)(random_)) {
    case 0:
        result.resize(result.size() / 2);
        break;
    case 1:
        result.resize(result.size() - std::min<std::size_t>(result.size(), 2));
        break;
    default:
        std::ranges::generate(result, [&] { return static_cast<std::uint8_t>(random_()); });
    }
    return result;
}

} // namespace watchpost::sim
