#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace watchpost::doctor {

/// While it lives files are opened with the rights of `account`, as the service opens them. Does nothing when we are
/// not root, or there is no such account: we look as who we are then. One at a time.
class ServiceEyes {
public:
    explicit ServiceEyes(std::string const& account);
    ServiceEyes(ServiceEyes const&) = delete;
    ServiceEyes& operator=(ServiceEyes const&) = delete;
    ~ServiceEyes();

    /// Why root could not look as `account`, as in a container that leaves it no such right; empty when all is well.
    std::string const& failure() const { return failure_; }

private:
    static std::vector<gid_t> groups();
    void go_back();

    bool is_switched_ = false;
    std::string failure_;
    std::vector<gid_t> groups_; ///< ours
    gid_t group_{};             ///< ours
};

} // namespace watchpost::doctor
