#include "service_eyes.hpp"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

namespace watchpost::doctor {

ServiceEyes::ServiceEyes(std::string const& account)
    : group_(::getegid()) {
    auto const* const entry = ::geteuid() == 0 ? ::getpwnam(account.c_str()) : nullptr;
    if (entry == nullptr) return;
    auto const count = ::getgroups(0, nullptr);
    if (count < 0) return;
    groups_.resize(static_cast<std::size_t>(count));
    if (::getgroups(count, groups_.data()) != count) return;
    is_switched_ = true;
    if (::initgroups(entry->pw_name, entry->pw_gid) != 0 || ::setegid(entry->pw_gid) != 0 ||
        ::seteuid(entry->pw_uid) != 0)
        std::abort(); // root can
}

ServiceEyes::~ServiceEyes() {
    if (!is_switched_) return;
    // The real user is still root: to go on as somebody else would judge the machine wrongly.
    if (::seteuid(0) != 0 || ::setegid(group_) != 0 || ::setgroups(groups_.size(), groups_.data()) != 0) std::abort();
}

} // namespace watchpost::doctor
