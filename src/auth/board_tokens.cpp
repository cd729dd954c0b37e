#include <watchpost/auth/board_tokens.hpp>

#include <sodium.h>

#include <stdexcept>

namespace watchpost::auth {

BoardTokens::BoardTokens(std::span<settings::Board const> boards) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: the system gives no random numbers");
    randombytes_buf(key_.data(), key_.size());
    entries_.reserve(boards.size());
    for (auto const& board : boards) {
        if (auto const* const same = find_entry(board.kind, board.token)) {
            entries_[static_cast<std::size_t>(same - entries_.data())].id.reset();
        } else {
            entries_.push_back({board.kind, hash_of(board.token), board.id});
        }
    }
}

BoardTokens::~BoardTokens() {
    sodium_memzero(key_.data(), key_.size());
}

std::optional<BoardMatch> BoardTokens::find(DeviceKind kind, std::string_view token) const {
    auto const* const entry = find_entry(kind, token);
    if (entry == nullptr) return std::nullopt;
    return BoardMatch{entry->id};
}

BoardTokens::Hash BoardTokens::hash_of(std::string_view token) const {
    Hash hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(token.data()), token.size(),
                       key_.data(), key_.size());
    return hash;
}

BoardTokens::Entry const* BoardTokens::find_entry(DeviceKind kind, std::string_view token) const {
    auto const hash = hash_of(token);
    Entry const* found = nullptr;
    for (auto const& entry : entries_) { // all of them, always: an early end would tell which one it was
        bool const same = sodium_memcmp(entry.hash.data(), hash.data(), hash.size()) == 0;
        if (same && entry.kind == kind) found = &entry;
    }
    return found;
}

} // namespace watchpost::auth
