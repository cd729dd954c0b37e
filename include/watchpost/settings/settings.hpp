#pragma once

#include <watchpost/core/authority.hpp>
#include <watchpost/core/device.hpp>
#include <watchpost/core/ip_address.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/core/station.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::settings {

enum class LogLevel { trace, debug, info, warn, error };

/// The word of the configuration: "trace", "debug", "info", "warn" or "error".
std::string_view to_string(LogLevel level);

/// A board that may dial in. Several boards may share one token; the id is unique within its kind.
struct Board {
    DeviceId id;
    DeviceKind kind{};
    /// 1 to 256 visible ASCII characters without a comma; a secret: never log it. Empty: the secrets file has it, or
    /// the board comes from this machine.
    std::string token;
};

/// In the place of an address: this machine only while nobody has a password and there is no token, every address of it
/// as soon as there is one.
inline constexpr std::string_view kAutoAddress = "auto";

/// What connections of this machine may do without a credential, where nothing shows that they speak for others
/// (SECURITY rule 1): everything, look, or nothing. Boards without a token come in with `operator_` only.
enum class LocalAccess { operator_, viewer, none };

/// The word of the configuration: "operator", "viewer" or "none".
std::string_view to_string(LocalAccess access);

/// What the daemon may be told. Every value of a `Settings` that `load` returned is within its range.
struct Settings {
    struct Listen {
        std::string address = "127.0.0.1"; ///< an IPv4 or IPv6 address in numbers, without brackets; or kAutoAddress
        std::uint16_t port = 3000;         ///< 0: a free port is taken
    };
    /// On when both files are named.
    struct Tls {
        std::string address = "127.0.0.1"; ///< as in `Listen`
        std::uint16_t port = 3443;         ///< 0: a free port is taken
        std::filesystem::path certificate; ///< absolute, or empty
        std::filesystem::path key;         ///< absolute, or empty; both are, or none
        /// 0 to 2 years: for how long browsers that were here over TLS ask for this name over TLS only (RFC 6797); 0
        /// says nothing of it.
        std::chrono::seconds hsts{0};
        bool is_on() const { return !certificate.empty(); }
    };
    struct Limits {
        std::size_t max_frame_bytes = 1024 * 1024; ///< 64 KiB to 2 MiB
        std::size_t max_connections = 2048;
        std::size_t max_connections_per_address = 256; ///< loopback is exempt
        bool operator==(Limits const&) const = default;
    };

    struct Control {
        std::chrono::milliseconds offline_ttl{60'000}; ///< 1 s to 1 h: how long a command waits for its board
        std::chrono::milliseconds flash_lease{30'000}; ///< 1 s to 10 min: how long the flash stays on
    };
    struct Photos {
        std::uint64_t max_bytes = 1024ULL * 1024 * 1024; ///< 1 MiB to 1 TiB: beyond, the oldest go
    };

    Listen listen;
    Tls tls;
    bool behind_proxy = false;
    LocalAccess local_access = LocalAccess::operator_; ///< inside a container `none` is the default
    std::vector<IpRange> trusted_proxies;              ///< peers that may say whom they speak for
    std::vector<std::string> host_names;               ///< under which we are asked, without a port
    std::vector<Origin> allowed_origins;               ///< of pages, beside our own, that may speak through a browser
    std::vector<Origin> frame_ancestors;               ///< of pages that may have the dashboard in a frame
    std::filesystem::path data_dir = "/var/lib/watchpost"; ///< absolute; it need not exist
    std::filesystem::path secrets_file;                    ///< absolute, or empty: see `secrets_path`
    std::filesystem::path static_dir;                      ///< absolute, or empty: beside the binary
    LogLevel log_level = LogLevel::info;
    std::vector<Board> boards;
    std::vector<Station> stations; ///< ids are unique; their boards need not be in `boards`
    Control control;
    Photos photos;
    Limits limits;
};

/// Where the secrets are: `secrets_file`, or secrets.json in the data directory.
std::filesystem::path secrets_path(Settings const& settings);

/// What the command line said, under the names `--bind` and `--port`.
struct Overrides {
    std::optional<std::string> address;
    std::optional<std::int64_t> port;
};

struct LoadRequest {
    std::optional<std::filesystem::path> file;
    /// The whole environment will do: only names that begin with `WATCHPOST_` are looked at.
    std::map<std::string, std::string> environment;
    Overrides overrides;
    Settings defaults{}; ///< what holds where nobody says anything else
};

/// The defaults, then the file over them, then the environment, then the command line. Each of the three is checked
/// even where a later one overrides it. The error names the key, variable or option, its value and what is allowed; it
/// never holds a token. A file that holds a token and that everybody may read is refused.
Result<Settings> load(LoadRequest const& request);

/// One row of the list of everything that can be set.
struct KeyInfo {
    std::string name;     ///< as in the file, joined by dots: "listen.port"
    std::string variable; ///< "WATCHPOST_LISTEN_PORT"; empty for what only the file can say
    std::string allowed;  ///< completes "it must be …"
};

/// Every key there is, in the order of the documentation.
std::vector<KeyInfo> known_keys();

} // namespace watchpost::settings
