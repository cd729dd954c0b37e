#include "key_table.hpp"

#include "origin_fault.hpp"
#include "typed_value.hpp"

#include <watchpost/json/json.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace watchpost::settings {
namespace {

using nlohmann::json;

constexpr std::int64_t kKibibyte = 1024;
constexpr std::int64_t kMostConnections = 65536;
constexpr std::size_t kMostWords = 64;
constexpr std::int64_t kTwoYears = 63'072'000; ///< seconds

constexpr std::array kLocalAccesses{LocalAccess::operator_, LocalAccess::viewer, LocalAccess::none};
constexpr std::array kLogLevels{LogLevel::trace, LogLevel::debug, LogLevel::info, LogLevel::warn, LogLevel::error};

Key number(std::string name, std::int64_t least, std::int64_t most, void (*put)(Settings&, std::int64_t)) {
    auto const allowed = "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    return {std::move(name), Form::number, allowed, [=](Settings& settings, json const& value) {
                auto const read = whole_number(value, least, most);
                if (read) put(settings, *read);
                return read.has_value();
            }};
}

Key flag(std::string name, void (*put)(Settings&, bool)) {
    return {std::move(name), Form::flag, "true or false", [=](Settings& settings, json const& value) {
                if (!value.is_boolean()) return false;
                put(settings, value.get<bool>());
                return true;
            }};
}

Key text(std::string name, std::string allowed, bool (*put)(Settings&, std::string const&)) {
    return {std::move(name), Form::text, std::move(allowed), [=](Settings& settings, json const& value) {
                auto const read = plain_text(value);
                return read && put(settings, *read);
            }};
}

/// Why an entry is not allowed, as what follows it in a sentence.
using FaultOf = std::string (*)(std::string const&);

/// A list of texts, each of which becomes one element.
template <class Element>
Key words(
    std::string name, std::string allowed, std::optional<Element> (*read)(std::string const&),
    std::vector<Element> Settings::*list,
    FaultOf fault_of = [](std::string const&) { return std::string("is none"); }) {
    auto const element = [read](json const& item) {
        auto const word = plain_text(item);
        return word ? read(*word) : std::nullopt;
    };
    auto const store = [=](Settings& settings, json const& value) {
        if (!value.is_array() || value.size() > kMostWords) return false;
        std::vector<Element> elements;
        for (auto const& item : value) {
            auto one = element(item);
            if (!one) return false;
            elements.push_back(std::move(*one));
        }
        settings.*list = std::move(elements);
        return true;
    };
    auto const fault = [=](json const& value) -> std::string {
        if (!value.is_array()) return "";
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (element(value[i])) continue;
            auto const word = plain_text(value[i]);
            return "entry " + std::to_string(i + 1) + ", " + shown(value[i]) + ", " +
                   (word ? fault_of(*word) : "is not a text");
        }
        return "more than " + std::to_string(kMostWords) + " entries";
    };
    return {std::move(name), Form::words, std::move(allowed), store, fault};
}

std::optional<IpRange> read_range(std::string const& word) {
    return IpRange::parse(word);
}

std::optional<std::string> read_host_name(std::string const& word) {
    auto const authority = parse_authority(word);
    if (!authority || authority->port) return std::nullopt;
    return authority->host;
}

std::optional<Origin> read_origin(std::string const& word) {
    return parse_origin(word);
}

bool is_ip_address(std::string const& text) {
    std::array<unsigned char, sizeof(in6_addr)> room{};
    return inet_pton(AF_INET, text.c_str(), room.data()) == 1 || inet_pton(AF_INET6, text.c_str(), room.data()) == 1;
}

bool is_listen_address(std::string const& text) {
    return text == kAutoAddress || is_ip_address(text);
}

bool put_address(Settings& settings, std::string const& value) {
    if (!is_listen_address(value)) return false;
    settings.listen.address = value;
    return true;
}

bool put_tls_address(Settings& settings, std::string const& value) {
    if (!is_listen_address(value)) return false;
    settings.tls.address = value;
    return true;
}

bool put_certificate(Settings& settings, std::string const& value) {
    if (!value.empty() && !value.starts_with('/')) return false;
    settings.tls.certificate = value;
    return true;
}

bool put_certificate_key(Settings& settings, std::string const& value) {
    if (!value.empty() && !value.starts_with('/')) return false;
    settings.tls.key = value;
    return true;
}

bool put_data_dir(Settings& settings, std::string const& value) {
    if (!value.starts_with('/')) return false;
    settings.data_dir = value;
    return true;
}

bool put_secrets_file(Settings& settings, std::string const& value) {
    if (!value.empty() && !value.starts_with('/')) return false;
    settings.secrets_file = value;
    return true;
}

bool put_static_dir(Settings& settings, std::string const& value) {
    if (!value.empty() && !value.starts_with('/')) return false;
    settings.static_dir = value;
    return true;
}

bool put_local_access(Settings& settings, std::string const& value) {
    auto const* const found = std::find_if(kLocalAccesses.begin(), kLocalAccesses.end(),
                                           [&](LocalAccess access) { return to_string(access) == value; });
    if (found == kLocalAccesses.end()) return false;
    settings.local_access = *found;
    return true;
}

bool put_log_level(Settings& settings, std::string const& value) {
    auto const* const found =
        std::find_if(kLogLevels.begin(), kLogLevels.end(), [&](LogLevel level) { return to_string(level) == value; });
    if (found == kLogLevels.end()) return false;
    settings.log_level = *found;
    return true;
}

} // namespace

std::string_view to_string(LogLevel level) {
    switch (level) {
    case LogLevel::trace:
        return "trace";
    case LogLevel::debug:
        return "debug";
    case LogLevel::info:
        return "info";
    case LogLevel::warn:
        return "warn";
    case LogLevel::error:
        return "error";
    }
    return "info";
}

std::string_view to_string(LocalAccess access) {
    switch (access) {
    case LocalAccess::operator_:
        return "operator";
    case LocalAccess::viewer:
        return "viewer";
    case LocalAccess::none:
        break;
    }
    return "none";
}

std::vector<Key> const& key_table() {
    static std::vector<Key> const table{
        text("listen.address", "an IP address such as 127.0.0.1, 0.0.0.0 or ::1, or auto", put_address),
        number("listen.port", 0, 65535,
               [](Settings& s, std::int64_t value) { s.listen.port = static_cast<std::uint16_t>(value); }),
        text("tls.address", "an IP address such as 127.0.0.1, 0.0.0.0 or ::1, or auto", put_tls_address),
        number("tls.port", 0, 65535,
               [](Settings& s, std::int64_t value) { s.tls.port = static_cast<std::uint16_t>(value); }),
        text("tls.certificate", "an absolute path, or empty for no TLS", put_certificate),
        text("tls.key", "an absolute path, or empty for no TLS", put_certificate_key),
        number("tls.hsts_seconds", 0, kTwoYears,
               [](Settings& s, std::int64_t value) { s.tls.hsts = std::chrono::seconds(value); }),
        flag("behind_proxy", [](Settings& s, bool value) { s.behind_proxy = value; }),
        text("local_access", "operator, viewer or none", put_local_access),
        words<IpRange>("trusted_proxies", "a list of IP addresses and ranges such as 10.0.0.0/8", read_range,
                       &Settings::trusted_proxies),
        words<std::string>("host_names", "a list of names such as cam.example, without a port", read_host_name,
                           &Settings::host_names),
        words<Origin>("allowed_origins", "a list of origins such as https://home.example:8123", read_origin,
                      &Settings::allowed_origins, fault_of_origin),
        words<Origin>("frame_ancestors", "a list of origins such as https://home.example:8123", read_origin,
                      &Settings::frame_ancestors, fault_of_origin),
        text("data_dir", "an absolute path", put_data_dir),
        text("secrets_file", "an absolute path, or empty for secrets.json in data_dir", put_secrets_file),
        text("static_dir", "an absolute path, or empty for the pages beside the binary", put_static_dir),
        text("log_level", "trace, debug, info, warn or error", put_log_level),
        Key{"boards", Form::boards, "a list of objects with id, kind and token", {}},
        Key{"stations", Form::stations, "a list of objects with id, camera and pico", {}},
        number("control.offline_ttl_ms", 1'000, 3'600'000,
               [](Settings& s, std::int64_t value) { s.control.offline_ttl = std::chrono::milliseconds(value); }),
        number("control.flash_lease_ms", 1'000, 600'000,
               [](Settings& s, std::int64_t value) { s.control.flash_lease = std::chrono::milliseconds(value); }),
        number("photos.max_bytes", kKibibyte * kKibibyte, kKibibyte * kKibibyte * kKibibyte * kKibibyte,
               [](Settings& s, std::int64_t value) { s.photos.max_bytes = static_cast<std::uint64_t>(value); }),
        number("limits.max_frame_bytes", 64 * kKibibyte, 2 * kKibibyte * kKibibyte,
               [](Settings& s, std::int64_t value) { s.limits.max_frame_bytes = static_cast<std::size_t>(value); }),
        number("limits.max_connections", 1, kMostConnections,
               [](Settings& s, std::int64_t value) { s.limits.max_connections = static_cast<std::size_t>(value); }),
        number("limits.max_connections_per_address", 1, kMostConnections,
               [](Settings& s, std::int64_t value) {
                   s.limits.max_connections_per_address = static_cast<std::size_t>(value);
               }),
    };
    return table;
}

Key const* find_key(std::string_view name) {
    auto const& table = key_table();
    auto const found = std::find_if(table.begin(), table.end(), [&](Key const& key) { return key.name == name; });
    return found == table.end() ? nullptr : &*found;
}

std::string variable_of(Key const& key) {
    std::string variable = "WATCHPOST_";
    for (char const c : key.name) {
        bool const lower = c >= 'a' && c <= 'z';
        variable += c == '.' ? '_' : lower ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return variable;
}

std::vector<KeyInfo> known_keys() {
    std::vector<KeyInfo> infos;
    for (auto const& key : key_table()) {
        infos.push_back({key.name, is_list(key.form) ? "" : variable_of(key), key.allowed});
    }
    return infos;
}

} // namespace watchpost::settings
