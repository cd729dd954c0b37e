#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/result.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace watchpost::net {

/// Where a certificate and its key are kept, both PEM.
struct TlsFiles {
    std::filesystem::path certificate; ///< the server's own first, then what leads to the issuer
    std::filesystem::path key;         ///< without a passphrase
    bool operator==(TlsFiles const&) const = default;
};

/// A certificate that is ready for handshakes: TLS 1.2 and 1.3 with the suites that boards know (DEVICES rule 15),
/// session tickets, and no question for the client's certificate. Never changes; a connection keeps the one it began
/// with, even when this goes away.
class TlsContext {
public:
    /// Waits for the disk; any thread. Refuses files that do not belong together, whatever they hold, and a key that
    /// every user of the machine can read: the error names the file and what is wrong with it, or the command to run
    /// (SECURITY rule 38).
    static Result<std::shared_ptr<TlsContext>> load(TlsFiles const& files);

    ~TlsContext();

    /// Names and last day, for the log.
    std::string const& description() const { return description_; }
    /// From when until when the server's own certificate counts; nothing when it says that in no way that OpenSSL
    /// knows.
    std::optional<WallTime> begin() const { return begin_; }
    std::optional<WallTime> expiry() const { return expiry_; }
    /// Its last day is over, or less than two weeks away.
    bool ends_soon(WallTime now) const;
    /// Why it does not count now, in one sentence that begins with `description()`; empty when it does. It can be
    /// loaded all the same: the clock may be wrong.
    std::string fault_at(WallTime now) const;

    boost::asio::ssl::context& asio() { return *context_; }

private:
    TlsContext();

    std::unique_ptr<boost::asio::ssl::context> context_;
    std::string description_;
    std::optional<WallTime> begin_;
    std::optional<WallTime> expiry_;
};

using TlsContextPtr = std::shared_ptr<TlsContext>;

} // namespace watchpost::net
