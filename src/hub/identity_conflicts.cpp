#include <watchpost/hub/identity_conflicts.hpp>

namespace watchpost::hub {
namespace {

constexpr std::size_t kMaxTakeovers = 5;
constexpr auto kWindow = std::chrono::seconds(60);
constexpr auto kRefusal = std::chrono::seconds(60);

} // namespace

IdentityConflicts::Verdict IdentityConflicts::judge(DeviceKey const& key, SteadyTime now) {
    auto const it = histories_.find(key);
    if (it == histories_.end()) return Verdict::admit;
    auto& history = it->second;
    if (now < history.refused_until) return Verdict::refuse;
    while (!history.takeovers.empty() && now - history.takeovers.front() > kWindow)
        history.takeovers.pop_front();
    if (history.takeovers.size() < kMaxTakeovers) return Verdict::admit;
    history.takeovers.clear();
    history.refused_until = now + kRefusal;
    return Verdict::refuse_and_tell;
}

void IdentityConflicts::on_takeover(DeviceKey const& key, SteadyTime now) {
    std::erase_if(histories_, [now](auto const& item) {
        auto const& history = item.second;
        return now >= history.refused_until && (history.takeovers.empty() || now - history.takeovers.back() > kWindow);
    });
    histories_[key].takeovers.push_back(now);
}

} // namespace watchpost::hub
