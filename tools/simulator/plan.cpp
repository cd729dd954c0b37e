#include "plan.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace watchpost::sim {
namespace {

constexpr std::string_view kUrls = "allowed is ws://HOST or ws://HOST:PORT, without a path";
constexpr int kMostBoards = 100;

struct Authority {
    std::string host;
    std::uint16_t port = 80;
};

Error url_error(std::string_view url) {
    return Error{fmt::format("--url {}: {}", url, kUrls)};
}

Result<Authority> parse_url(std::string_view const url) {
    std::string_view rest = url;
    if (rest.starts_with("wss://") || rest.starts_with("https://"))
        return Error{fmt::format("--url {}: simulated boards do not speak TLS yet; {}", url, kUrls)};
    if (rest.starts_with("ws://"))
        rest.remove_prefix(5);
    else if (rest.starts_with("http://"))
        rest.remove_prefix(7);
    else
        return url_error(url);
    if (rest.ends_with('/')) rest.remove_suffix(1);

    Authority authority;
    auto const bracket = rest.starts_with('[') ? rest.find(']') : 0;
    if (bracket == std::string_view::npos) return url_error(url);
    auto const colon = rest.find(':', bracket);
    std::string_view const host = rest.substr(0, colon);
    authority.host = bracket == 0 ? host : rest.substr(1, bracket - 1);
    bool const clean = std::ranges::all_of(authority.host, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == '_' || (bracket != 0 && (c == ':' || c == '%'));
    });
    if (authority.host.empty() || !clean || (bracket != 0 && host.size() != bracket + 1)) return url_error(url);
    if (colon == std::string_view::npos) return authority;
    std::string_view const port = rest.substr(colon + 1);
    auto const [end, error] = std::from_chars(port.data(), port.data() + port.size(), authority.port);
    if (error != std::errc{} || end != port.data() + port.size() || authority.port == 0) return url_error(url);
    return authority;
}

/// As the daemon understands it: visible ASCII without a comma.
bool is_token(std::string_view token) {
    return std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~' && c != ','; });
}

std::optional<CameraFirmware> firmware_from(std::string_view word) {
    if (word == "standard") return CameraFirmware::standard;
    if (word == "sketch") return CameraFirmware::sketch;
    if (word == "newest") return CameraFirmware::newest;
    if (word == "older") return CameraFirmware::older;
    if (word == "silent") return CameraFirmware::silent;
    return std::nullopt;
}

std::optional<Error> out_of_range(std::string_view option, double value, double least, double most) {
    if (value >= least && value <= most) return std::nullopt;
    return Error{fmt::format("{} {}: allowed is {} to {}", option, value, least, most)};
}

} // namespace

DialTarget Plan::camera(int number) const {
    std::string const path = firmware == CameraFirmware::newest ? "/ws" : "/ws/esp32cam";
    return {host, port, path, options.token, fmt::format("sim-cam-{}", number + 1)};
}

DialTarget Plan::pico(int number) const {
    std::string const& token = options.pico_token.empty() ? options.token : options.pico_token;
    return {host, port, "/ws/pico", token, fmt::format("sim-pico-{}", number + 1)};
}

Result<Plan> make_plan(SimulationOptions options) {
    auto const authority = parse_url(options.url);
    if (!authority) return authority.error();
    if (auto error = out_of_range("--cameras", options.cameras, 0, kMostBoards)) return *error;
    if (auto error = out_of_range("--picos", options.picos, 0, kMostBoards)) return *error;
    if (auto error = out_of_range("--fps", options.fps, 0.1, 120)) return *error;
    if (auto error = out_of_range("--move-speed", options.move_speed, 0.01, 1000)) return *error;
    // A token is not repeated in the message: messages end up in logs.
    if (!is_token(options.token)) return Error{"--token: allowed is visible ASCII without a comma"};
    if (!is_token(options.pico_token)) return Error{"--pico-token: allowed is visible ASCII without a comma"};
    auto const firmware = firmware_from(options.camera_firmware);
    if (!firmware)
        return Error{fmt::format("--camera-firmware {}: allowed are standard, sketch, newest, older, silent",
                                 options.camera_firmware)};
    if (*firmware == CameraFirmware::newest && options.token.empty())
        return Error{"--camera-firmware newest: needs --token, because it dials in on /ws, which is a browser's "
                     "endpoint without one"};
    auto const faults = parse_faults(options.faults);
    if (!faults) return faults.error();
    return Plan{std::move(options), authority->host, authority->port, *firmware, *faults};
}

} // namespace watchpost::sim
