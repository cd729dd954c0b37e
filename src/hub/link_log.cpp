#include <watchpost/hub/diagnosis.hpp>
#include <watchpost/hub/link_log.hpp>

namespace watchpost::hub {

LinkHistory& LinkLog::history(DeviceKey const& key) {
    if (auto const it = histories_.find(key); it != histories_.end()) return it->second;
    if (histories_.size() >= kMaxDevices) {
        auto longest = histories_.end();
        for (auto it = histories_.begin(); it != histories_.end(); ++it) {
            if (it->second.is_online()) continue;
            if (longest == histories_.end() || it->second.changed().now < longest->second.changed().now) longest = it;
        }
        if (longest != histories_.end()) histories_.erase(longest);
    }
    return histories_.emplace(key, LinkHistory{key, moment()}).first->second;
}

std::vector<Finding> LinkLog::findings(DeviceKey const& key) const {
    auto const it = histories_.find(key);
    return it == histories_.end() ? std::vector<Finding>() : diagnose(it->second, clock_.now());
}

LinkReport LinkLog::report(DeviceKey const& key) const {
    auto const it = histories_.find(key);
    LinkHistory const nothing{key, begun_};
    auto const& history = it == histories_.end() ? nothing : it->second;
    return {key, history.is_online(), diagnose(history, clock_.now()), history.timeline(), history.vitals().samples()};
}

} // namespace watchpost::hub
