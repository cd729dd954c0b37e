#pragma once

#include "temporary_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace watchpost::test {

/// Calls of a daemon that hang while a test wants it: "open" (of a .json file), "lstat", "accept", "verify" (of a
/// password) or "journal" (an entry for it).
class HangingCalls {
public:
    /// `library` is the built support/hanging_calls. What the daemon finds in its environment.
    std::vector<std::string> environment(std::string const& library) const {
        return {"LD_PRELOAD=" + library, "HANGING_CALLS=" + folder_.path().string(),
                "ASAN_OPTIONS=verify_asan_link_order=0"};
    }
    /// What the daemon has sent to the journal: each field a line, each entry ended by an empty one.
    std::string journal() const { return text_of(folder_.path() / "journal.entries"); }
    /// The next such call hangs.
    void hang(std::string const& call) const {
        if (::mkfifo((folder_.path() / call).c_str(), 0600) != 0) throw std::runtime_error("cannot hang " + call);
    }
    /// The one that hangs goes on, and no other hangs.
    void free(std::string const& call) const {
        auto const path = folder_.path() / call;
        int const fd = ::open(path.c_str(), O_RDWR | O_CLOEXEC); // to both ends: it waits for nobody
        ::unlink(path.c_str());
        ::close(fd);
    }

private:
    TemporaryFolder folder_;
};

} // namespace watchpost::test
