#pragma once

#include <watchpost/core/device.hpp>
#include <watchpost/core/token_bucket.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <string>

namespace watchpost::hub {

/// What the boards of one credential may cost together, whatever they call themselves and however many links they
/// open; each budget is that of one board, times the boards that the credential is configured for (SECURITY rule 32).
/// Told the time; one thread.
struct Account {
    explicit Account(std::size_t configured_boards);

    std::size_t const boards;
    TokenBucket links;    ///< new ones: flashed boards dial in again twice a second at most
    TokenBucket presence; ///< events that a board came or went; what is over is merged
    TokenBucket events;   ///< other events that its boards cause
    TokenBucket texts;    ///< that are read; a camera sends one with each picture
    TokenBucket notes;    ///< complaints, and lines in the log
};
using AccountPtr = std::shared_ptr<Account>;

/// The account of each credential that has opened a board's endpoint: there are as many as somebody has made tokens,
/// and one for each board of this machine. One thread.
class Quotas {
public:
    /// Ids that a credential may make up, beside those it is configured for: this many, or as many as it is configured
    /// for when those are more, for cameras that send their MAC address.
    static constexpr std::size_t kFewNames = 8;
    /// The same for this machine, which needs no token and runs the simulator.
    static constexpr std::size_t kLocalNames = 256;
    /// What one board of this machine counts as: tests and simulators dial in without end, and who is at this machine
    /// can do worse.
    static constexpr std::size_t kLocalBoards = 64;
    /// Whose account a board of this machine has, which shows no credential: each has its own, and all of them share
    /// the ids that this machine may make up.
    static std::string local_account(DeviceKey const& key);

    /// `boards` counts from now on, also for who has the account already.
    AccountPtr account(std::string const& credential, std::size_t boards);
    std::size_t size() const { return accounts_.size(); }

private:
    std::map<std::string, AccountPtr> accounts_;
};

} // namespace watchpost::hub
