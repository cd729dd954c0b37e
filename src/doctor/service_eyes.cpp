#include "service_eyes.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace watchpost::doctor {

ServiceEyes::ServiceEyes(std::string const& account)
    : groups_(groups())
    , group_(::getegid()) {
    auto const* const entry = ::geteuid() == 0 ? ::getpwnam(account.c_str()) : nullptr;
    if (entry == nullptr) return;
    if (::initgroups(entry->pw_name, entry->pw_gid) == 0 && ::setegid(entry->pw_gid) == 0 &&
        ::seteuid(entry->pw_uid) == 0) {
        is_switched_ = true;
        return;
    }
    failure_ = std::generic_category().message(errno);
    go_back();
}

ServiceEyes::~ServiceEyes() {
    if (is_switched_) go_back();
}

void ServiceEyes::go_back() {
    // A root without CAP_SETGID has got nowhere, and may not "set" what is so already.
    auto const now = groups();
    bool const is_back = (::geteuid() == 0 || ::seteuid(0) == 0) && (::getegid() == group_ || ::setegid(group_) == 0) &&
                         (now == groups_ || ::setgroups(groups_.size(), groups_.data()) == 0);
    if (!is_back) std::abort(); // to go on as somebody else would judge the machine wrongly
}

std::vector<gid_t> ServiceEyes::groups() {
    auto const count = ::getgroups(0, nullptr);
    std::vector<gid_t> all(static_cast<std::size_t>(std::max(0, count)));
    if (::getgroups(count, all.data()) != count) all.clear();
    return all;
}

} // namespace watchpost::doctor
