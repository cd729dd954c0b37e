#pragma once

#include <watchpost/core/device_status.hpp>
#include <watchpost/core/event.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost {

/// Something that happened on the link of a board, or several times the same within a minute.
struct LinkEntry {
    enum class Kind {
        connected,    ///< `text` is the library, `value` the bytes of the handshake's headers
        ended,        ///< `text` is how (a word of the metrics) and why, `value` the milliseconds that it lasted
        replaced,     ///< a newer link took its place; `value` are the milliseconds since its last sign of life
        conflict,     ///< a newer link was refused, because two boards fight for one identity
        not_admitted, ///< it was refused at the door; `text` is the reason's word
        gap,          ///< no picture came for `value` milliseconds, and then one did
        restarted,   ///< the board began anew; `text` is its own word for why, `value` the milliseconds that it had run
        memory_fell, ///< before a restart its free memory had gone down to `value` bytes
        refused,     ///< a picture that is none, of `value` bytes; `text` is the verdict
        cut,         ///< the same, and the next message begins within it, at byte `value`
        out_of_step, ///< the link was ended for that
        invalid,     ///< a message that could not be understood
        trimmed,     ///< `value` bytes around a picture were cut off; `text` says where they stood
        no_tables,   ///< a picture without the Huffman tables that its scan names
        piece,       ///< a message of `value` bytes that is a piece of a picture
        base64,      ///< a message of `value` bytes that holds a picture as base64
        unasked,     ///< a photo of `value` bytes that nobody asked for, and that came too soon after others
    };
    static constexpr std::size_t kKinds = 17;

    Kind kind{};
    std::string text; ///< made safe: on one line, as it may stand anywhere
    std::int64_t value = 0;
    std::uint64_t count = 1;
    WallTime first{};
    WallTime last{};
};

/// "connected", "ended" and so on, as in the enumeration.
std::string_view to_string(LinkEntry::Kind kind);

/// What a board told of itself at one time.
struct LinkSample {
    WallTime time{};
    std::optional<int> rssi_dbm;
    std::optional<std::uint64_t> memory_free_bytes;
};

/// One trouble of a board, in plain words.
struct Finding {
    std::string_view code; ///< one of a small fixed set of words
    Severity severity = Severity::info;
    std::string text;        ///< what is seen
    std::string_view advice; ///< what to do
    std::uint64_t count = 0; ///< how often it was seen
    WallTime since{};        ///< when it was seen first
};

/// All that the link doctor has to say of one board.
struct LinkReport {
    DeviceKey key;
    bool online = false;
    std::vector<Finding> findings;       ///< the gravest first; empty when there is no trouble
    std::vector<LinkEntry> timeline;     ///< the newest first
    std::vector<LinkSample> samples;     ///< the oldest first
    std::vector<Complaint> complaints{}; ///< the newest first
};

} // namespace watchpost
