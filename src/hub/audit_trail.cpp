#include <watchpost/hub/audit_trail.hpp>

namespace watchpost::hub {
namespace {

std::string_view result_of(CommandState state) {
    switch (state) {
    case CommandState::queued:
    case CommandState::sent:
        return "accepted";
    case CommandState::acknowledged:
        return "done";
    case CommandState::expired:
        return "expired";
    case CommandState::superseded:
        return "superseded";
    case CommandState::refused:
        break;
    }
    return "refused";
}

void add(std::string& out, std::string const& part) {
    if (!out.empty()) out += ", ";
    out += part;
}

std::string detail_of(CommandBody const& body) {
    std::string out;
    if (auto const* const servo = std::get_if<ServoTarget>(&body)) {
        if (servo->pan) add(out, "pan " + std::to_string(*servo->pan));
        if (servo->tilt) add(out, "tilt " + std::to_string(*servo->tilt));
        if (servo->smooth) add(out, "smooth");
        return out;
    }
    auto const& action = std::get<DeviceAction>(body);
    if (action.quality) add(out, "quality " + std::to_string(*action.quality));
    if (action.flash) add(out, *action.flash ? "with flash" : "without flash");
    if (action.intensity) add(out, "intensity " + std::to_string(*action.intensity));
    for (auto const& setting : action.settings) {
        auto const* const number = std::get_if<int>(&setting.value);
        auto const value =
            number != nullptr ? std::to_string(*number) : std::string(std::get<bool>(setting.value) ? "true" : "false");
        add(out, setting.name + " " + value);
    }
    return out;
}

constexpr auto kServo = "servo";

} // namespace

void AuditTrail::on_command(CommandReport const& report) {
    if (report.state != CommandState::sent) // it was queued before, if only for a moment
        note_command(report, result_of(report.state));
}

/// Who asks again has stopped the board as well.
void AuditTrail::on_stop_again(CommandReport const& report) {
    note_command(report, result_of(CommandState::queued));
}

void AuditTrail::note_command(CommandReport const& report, std::string_view result) {
    auto const* const action = std::get_if<DeviceAction>(&report.body);
    note({report.author, action != nullptr ? action->action : kServo, report.device.id, detail_of(report.body),
          std::string(result), report.detail, report.id});
}

void AuditTrail::note(Deed deed) {
    deed.time = clock_.wall();
    if (repeated_.size() >= kMaxKinds) flush();
    auto const [it, is_new] = repeated_.try_emplace(
        {deed.author.kind, deed.author.name, deed.author.address, deed.what, deed.target, deed.result},
        Repeated{clock_.now() + kTogether});
    auto& repeated = it->second;
    if (!is_new && clock_.now() >= repeated.until) {
        tell_untold(repeated);
        repeated = Repeated{clock_.now() + kTogether};
    }
    if (repeated.told < (deed.what == kServo ? 1 : kOneByOne)) {
        ++repeated.told;
        return tell(deed);
    }
    ++repeated.untold;
    repeated.newest = std::move(deed);
}

void AuditTrail::tick() {
    auto const now = clock_.now();
    for (auto it = repeated_.begin(); it != repeated_.end();) {
        if (now < it->second.until) {
            ++it;
            continue;
        }
        tell_untold(it->second);
        it = repeated_.erase(it);
    }
}

void AuditTrail::flush() {
    for (auto& [kind, repeated] : repeated_)
        tell_untold(repeated);
    repeated_.clear();
}

void AuditTrail::tell_untold(Repeated& repeated) {
    if (repeated.untold == 0) return;
    repeated.newest.count = std::exchange(repeated.untold, 0);
    tell(repeated.newest);
}

void AuditTrail::tell(Deed const& deed) {
    subscribers_.for_each([&deed](DeedSubscriber& subscriber) { subscriber.on_deed(deed); });
}

} // namespace watchpost::hub
