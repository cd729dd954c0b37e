#include "config_file.hpp"

#include "typed_value.hpp"

#include <watchpost/core/descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <system_error>
#include <vector>

namespace watchpost::settings {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestFile = 1024 * 1024;
constexpr int kDeepest = 16;

Error failed(std::filesystem::path const& path, std::string const& what) {
    return {path.string() + ": " + what};
}

Error failed_call(std::filesystem::path const& path) {
    return failed(path, "cannot be read: " + std::generic_category().message(errno));
}

Result<std::string> read_all(int fd, std::filesystem::path const& path) {
    std::string text;
    std::array<char, 16384> part{};
    while (text.size() <= kLargestFile) {
        auto const got = ::read(fd, part.data(), part.size());
        if (got == 0) return text;
        if (got > 0) {
            text.append(part.data(), static_cast<std::size_t>(got));
        } else if (errno != EINTR) {
            return failed_call(path);
        }
    }
    return failed(path, "is larger than 1 MiB; a configuration must be smaller");
}

std::string place_of(std::string_view text, std::size_t byte) {
    auto const before = text.substr(0, byte == 0 ? 0 : byte - 1);
    auto const line = 1 + std::count(before.begin(), before.end(), '\n');
    auto const last_break = before.rfind('\n');
    auto const column = before.size() - (last_break == std::string_view::npos ? 0 : last_break + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

// Looks on while nlohmann parses, which by itself keeps the last of several equal keys and any depth.
class Watcher {
public:
    bool operator()(int depth, json::parse_event_t event, json& parsed) {
        if (depth > kDeepest) too_deep_ = true;
        if (too_deep_) return false;
        switch (event) {
        case json::parse_event_t::object_start:
            open_.emplace_back();
            break;
        case json::parse_event_t::object_end:
            open_.pop_back();
            break;
        case json::parse_event_t::key:
            note_key(parsed.get<std::string>());
            break;
        default:
            break;
        }
        return true;
    }
    bool too_deep() const { return too_deep_; }
    std::string const& newest_key() const { return newest_key_; }
    std::string const& repeated() const { return repeated_; }

private:
    void note_key(std::string const& key) {
        newest_key_ = in_quotes(key);
        if (!open_.back().insert(key).second && repeated_.empty()) repeated_ = newest_key_;
    }

    std::vector<std::set<std::string>> open_;
    std::string newest_key_;
    std::string repeated_;
    bool too_deep_ = false;
};

} // namespace

Result<ConfigText> read_config_file(std::filesystem::path const& path) {
    // O_NONBLOCK: opening a FIFO must not hang the start.
    Descriptor const file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (file.value() < 0) return failed_call(path);
    struct stat facts {};
    if (::fstat(file.value(), &facts) != 0) return failed_call(path);
    if (!S_ISREG(facts.st_mode)) return failed(path, "is not a regular file; name a JSON file");
    auto text = read_all(file.value(), path);
    if (!text) return text.error();
    return ConfigText{std::move(*text), (facts.st_mode & S_IROTH) != 0};
}

Result<json> parse_config(std::string_view text) {
    Watcher watcher;
    json parsed;
    try {
        auto const look_on = [&](int depth, json::parse_event_t event, json& value) {
            return watcher(depth, event, value);
        };
        parsed = json::parse(text.begin(), text.end(), look_on, true, true);
    } catch (json::parse_error const& broken) { // its own message quotes what it read, which may be a token
        return Error{place_of(text, broken.byte) +
                     ": this is not JSON; look here, and just before, for a missing or extra comma, bracket or "
                     "quotation mark"};
    } catch (json::out_of_range const&) { // of a double; it knows no place
        auto const& key = watcher.newest_key();
        return Error{"a number" + (key.empty() ? key : " behind " + key) + " is too large for any number"};
    }
    if (watcher.too_deep()) return Error{"is nested deeper than 16 levels"};
    if (!watcher.repeated().empty()) return Error{"the key " + watcher.repeated() + " is given twice in one object"};
    if (!parsed.is_object()) return Error{"must be one JSON object, { ... }"};
    return parsed;
}

} // namespace watchpost::settings
