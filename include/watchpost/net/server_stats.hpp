#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace watchpost::net {

/// How often each of a few things happened, under the words that `/metrics` has for them.
template <class What, std::size_t count>
class Tally {
public:
    using Words = std::array<std::string_view, count>; ///< in the order of What, which counts from 0
    explicit constexpr Tally(Words const& words) {
        for (std::size_t i = 0; i < count; ++i)
            counts_[i].first = words[i];
    }

    void add(What what) { ++counts_[static_cast<std::size_t>(what)].second; }
    auto const& counts() const { return counts_; }

private:
    std::array<std::pair<std::string_view, std::uint64_t>, count> counts_{};
};

enum class HandshakeEnd {
    completed,
    failed,    ///< the two did not agree, or the peer went, or spoke something else
    timed_out, ///< not begun, or not finished, in time
    dropped,   ///< for another's sake, or because the daemon stops
};

/// Why a connection found no room (SECURITY rules 21 and 24).
enum class NoRoom {
    all_taken,       ///< by as many as there may be in all
    address_full,    ///< by as many as one address may have
    kept_for_boards, ///< asked for something else while only boards may come in
    made_room,       ///< was idle, and was ended for who came
    no_descriptor,   ///< the process, or the machine, has no more of them
};

/// What became of those who came: counted for `/metrics`. Loop thread only.
struct ServerStats {
    Tally<HandshakeEnd, 4> handshakes{{"completed", "failed", "timed_out", "dropped"}};
    Tally<NoRoom, 5> refused{{"all_taken", "address_full", "kept_for_boards", "made_room", "no_descriptor"}};
};

} // namespace watchpost::net
