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
    if (it == histories_.end()) return diagnose(LinkHistory{key, begun_}, clock_.now());
    return diagnose(it->second, clock_.now());
}

LinkReport LinkLog::report(DeviceKey const& key) const {
    LinkReport report{key, false, findings(key), {}, {}};
    if (auto const it = histories_.find(key); it != histories_.end()) {
        report.online = it->second.is_online();
        report.timeline = it->second.timeline();
        report.samples = it->second.vitals().samples();
    }
    return report;
}

} // namespace watchpost::hub
