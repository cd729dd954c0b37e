#include <watchpost/core/printable.hpp>
#include <watchpost/protocol/audit.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol::audit {
namespace {

constexpr std::size_t kLongestText = 256;

} // namespace

std::string line(Deed const& deed) {
    Json json{{"time", to_rfc3339(deed.time)}};
    auto const add = [&json](char const* name, std::string const& text) {
        if (!text.empty()) json[name] = printable(text, kLongestText);
    };
    add("kind", deed.author.kind);
    add("who", deed.author.name);
    add("address", deed.author.address);
    add("endpoint", deed.author.endpoint);
    add("what", deed.what);
    add("target", deed.target);
    add("detail", deed.detail);
    add("result", deed.result);
    add("reason", deed.reason);
    if (deed.command != 0) json["command"] = deed.command;
    if (deed.count != 1) json["count"] = deed.count;
    return to_wire(json) + "\n";
}

std::string lost_line(std::uint64_t count, WallTime time) {
    return to_wire({{"time", to_rfc3339(time)}, {"kind", "daemon"}, {"what", "lost"}, {"count", count}}) + "\n";
}

} // namespace watchpost::protocol::audit
