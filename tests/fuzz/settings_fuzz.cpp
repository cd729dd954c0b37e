// A configuration: the file up to the first NUL, then lines NAME=VALUE of the environment. What is accepted is within
// its limits; what is refused names a key or a place, in one plain line that tells no token.

#include "property.hpp"
#include "text_rules.hpp"

#include <watchpost/core/descriptor.hpp>
#include <watchpost/json/json.hpp>
#include <watchpost/settings/settings.hpp>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <set>
#include <string>

using namespace watchpost;
using fuzz::require;

namespace {

/// A file in memory, with a name that `load` can open.
class MemoryFile {
public:
    explicit MemoryFile(std::string_view text)
        : descriptor_(::memfd_create("configuration", MFD_CLOEXEC)) {
        require(descriptor_.value() >= 0 && ::fchmod(descriptor_.value(), 0600) == 0, "there is memory for a file");
        auto const written = ::write(descriptor_.value(), text.data(), text.size());
        require(written == static_cast<ssize_t>(text.size()), "the file takes the text");
    }

    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_.value()); }

private:
    Descriptor descriptor_;
};

std::map<std::string, std::string> environment_of(std::string_view lines) {
    std::map<std::string, std::string> environment;
    while (!lines.empty()) {
        auto const line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        auto const equals = line.find('=');
        if (equals == std::string_view::npos) continue;
        environment.emplace(line.substr(0, equals), line.substr(equals + 1));
    }
    return environment;
}

template <class T>
void require_within(char const* key, T const& value, T const& lowest, T const& highest) {
    require(value >= lowest && value <= highest, "no setting is out of its range", key);
}

void check_accepted(settings::Settings const& settings) {
    using std::chrono::milliseconds;
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    require_within("control.offline_ttl_ms", settings.control.offline_ttl, milliseconds(1'000),
                   milliseconds(3'600'000));
    require_within("control.flash_lease_ms", settings.control.flash_lease, milliseconds(1'000), milliseconds(600'000));
    require_within<std::uint64_t>("photos.max_bytes", settings.photos.max_bytes, mebibyte, mebibyte * mebibyte);
    require_within<std::size_t>("limits.max_frame_bytes", settings.limits.max_frame_bytes, mebibyte / 16, 2 * mebibyte);
    require_within<std::size_t>("limits.max_connections", settings.limits.max_connections, 1, 65536);
    require_within<std::size_t>("limits.max_connections_per_address", settings.limits.max_connections_per_address, 1,
                                65536);
    require(settings.data_dir.is_absolute(), "data_dir is absolute", settings.data_dir.native());
    require(settings.static_dir.empty() || settings.static_dir.is_absolute(), "static_dir is absolute or empty",
            settings.static_dir.native());
    std::set<DeviceKey> boards;
    for (auto const& board : settings.boards) {
        require(is_device_id(board.id) && boards.insert({board.kind, board.id}).second, "a board has its own id");
        require(board.token.size() <= 256, "no token is longer than 256 characters");
    }
    std::set<DeviceId> stations;
    for (auto const& station : settings.stations)
        require(is_device_id(station.id) && stations.insert(station.id).second, "a station has its own id");
}

/// Every text that stands where a token belongs.
void find_tokens(nlohmann::json const& value, std::set<std::string>& tokens) {
    for (auto const& [key, member] : value.items()) {
        if (value.is_object() && key == "token" && member.is_string()) tokens.insert(member.get<std::string>());
        if (member.is_structured()) find_tokens(member, tokens);
    }
}

void check_tells_no_token(std::string const& message, std::string_view file) {
    auto const json = nlohmann::json::parse(file, nullptr, false, true);
    if (!json.is_object() || !json.contains("boards")) return;
    std::set<std::string> tokens;
    find_tokens(json["boards"], tokens);
    for (auto const& token : tokens) {
        auto const first = file.find(token);
        bool const stands_once =
            first != std::string_view::npos && file.find(token, first + 1) == std::string_view::npos;
        if (token.size() >= 8 && stands_once)
            require(message.find(token) == std::string::npos, "an error tells no token", message);
    }
}

void check_refused(std::string const& message, std::string_view file) {
    require(message.size() < 1000, "an error is short", message);
    require(fuzz::is_utf8(message) && fuzz::is_one_plain_line(message), "an error is one plain line", message);
    bool names_something = false;
    for (auto const& key : settings::known_keys()) {
        auto const group = key.name.substr(0, key.name.find('.'));
        names_something = names_something || message.find(group) != std::string::npos ||
                          (!key.variable.empty() && message.find(key.variable) != std::string::npos);
    }
    for (auto const* const place : {"line ", "unknown key", "the key", "unknown environment variable",
                                    "must be one JSON object", "nested deeper", "is too large for any number"})
        names_something = names_something || message.find(place) != std::string::npos;
    require(names_something, "an error names a key or a place", message);
    check_tells_no_token(message, file);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::Input input{data, size};
    auto const text = input.until('\0');
    MemoryFile const file{text};
    settings::LoadRequest request;
    request.file = file.path();
    request.environment = environment_of(input.rest());
    auto const settings = settings::load(request);
    if (settings)
        check_accepted(*settings);
    else
        check_refused(settings.error().message, text);
    return 0;
}
