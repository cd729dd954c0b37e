#include <watchpost/hub/quotas.hpp>

#include <algorithm>

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;

/// Accounts of tokens that were revoked go when there are more than this.
constexpr std::size_t kManyAccounts = 1024;

/// One each `interval` and `burst` at once, for each board.
TokenBucket budget(TokenBucket::Duration interval, int burst, std::size_t boards) {
    constexpr std::size_t most = 10'000; // the bucket counts in int, and the interval in nanoseconds
    auto const factor = static_cast<int>(std::clamp<std::size_t>(boards, 1, most));
    return {interval / factor, burst * factor};
}

} // namespace

Account::Account(std::size_t configured_boards)
    : boards(configured_boards)
    , links(budget(1s, 30, boards))
    , presence(budget(5s, 10, boards))
    , events(budget(200ms, 20, boards))
    , texts(budget(2ms, 1000, boards))
    , notes(budget(2s, 20, boards)) {}

std::string Quotas::local_account(DeviceKey const& key) {
    return "here/" + std::string(to_string(key.kind)) + "/" + key.id; // no credential begins like that
}

AccountPtr Quotas::account(std::string const& credential, std::size_t boards) {
    auto const counted = std::max<std::size_t>(boards, 1);
    auto const it = accounts_.find(credential);
    if (it != accounts_.end() && it->second->boards == counted) return it->second;
    if (accounts_.size() >= kManyAccounts)
        std::erase_if(accounts_, [](auto const& entry) { return entry.second.use_count() == 1; });
    return accounts_[credential] = std::make_shared<Account>(counted);
}

} // namespace watchpost::hub
