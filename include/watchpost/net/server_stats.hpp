#pragma once

#include <cstdint>
#include <map>
#include <string_view>

namespace watchpost::net {

/// What became of TLS handshakes: counted for `/metrics`. Loop thread only.
class TlsStats {
public:
    enum class End {
        completed,
        failed,    ///< the two did not agree, or the peer went, or spoke something else
        timed_out, ///< not begun, or not finished, in time
        dropped,   ///< for another's sake, or because the daemon stops
    };

    void ended(End end) { ++ends_[word_for(end)]; }
    std::map<std::string_view, std::uint64_t> const& ends() const { return ends_; }

private:
    static std::string_view word_for(End end) {
        switch (end) {
        case End::completed:
            return "completed";
        case End::failed:
            return "failed";
        case End::timed_out:
            return "timed_out";
        case End::dropped:
            break;
        }
        return "dropped";
    }

    std::map<std::string_view, std::uint64_t> ends_{{"completed", 0}, {"failed", 0}, {"timed_out", 0}, {"dropped", 0}};
};

} // namespace watchpost::net
