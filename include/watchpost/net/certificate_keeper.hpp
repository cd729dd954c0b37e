#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/workers.hpp>
#include <watchpost/net/tls_context.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace watchpost::net {

/// Holds the certificate that new connections begin with, and puts another in its place when its files change. One that
/// cannot be used, or does not count while the old one does, leaves the old one in force: the log says each reason
/// once, and it is tried again at each look. Loop thread only.
class CertificateKeeper {
public:
    /// `workers` and `clock` live longer, and this longer than the loop runs.
    CertificateKeeper(Workers& workers, Clock const& clock)
        : workers_(workers)
        , clock_(clock) {}

    /// At start. Waits for the disk.
    Result<std::monostate> open(TlsFiles files);

    /// Loads these files, changed or not; the certificate is there some time after the call.
    void reload(TlsFiles files);

    /// Looks at the files every 2 s, beside the loop. A change counts once it was seen twice the same: a certificate
    /// and its key are two files, and are not replaced together. Does nothing before `open`.
    void tick(SteadyTime now);

    /// Null before `open`.
    TlsContextPtr current() const { return current_; }

private:
    /// What tells one state of the files from another; empty for a file that is not there.
    using Marks = std::vector<std::int64_t>;
    struct Look;

    static Marks marks_of(TlsFiles const& files);
    void look(bool load_anyway);
    void take(Look const& look);
    void take(Result<TlsContextPtr> const& loaded);

    Workers& workers_;
    Clock const& clock_;
    TlsFiles files_;
    TlsContextPtr current_;
    Marks judged_;     ///< of the files that were loaded, or refused, last
    Marks seen_;       ///< by the last look
    std::string told_; ///< why the files cannot be used; empty when they can
    SteadyTime next_look_{};
    bool is_looking_ = false;
    bool must_load_ = false; ///< `reload` was called during a look
};

} // namespace watchpost::net
