#pragma once

#include <watchpost/core/member_list.hpp>

#include <string>
#include <vector>

namespace watchpost::net {

class WorkerPool;

/// All worker pools there are. None can be made without belonging here, so that none is forgotten when the daemon
/// stops, or when it says that it is well. Loop thread only.
class Crew {
public:
    /// True when no pool has anything left to do or to follow up.
    bool is_idle() const;
    void give_up();

    /// Every worker is to answer that it is not stuck.
    void ask();
    /// The names of those who have not answered the newest `ask`.
    std::vector<std::string> silent() const;

private:
    friend class WorkerPool;
    MemberList<WorkerPool> pools_;
};

} // namespace watchpost::net
