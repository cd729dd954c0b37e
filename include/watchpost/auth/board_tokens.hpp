#pragma once

#include <watchpost/core/device.hpp>
#include <watchpost/settings/settings.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// What a valid token tells about a board.
struct BoardMatch {
    /// The id that the configuration gives to the token; nothing when several boards of this kind share it.
    std::optional<DeviceId> id;
};

/// The tokens of the configured boards (SECURITY.md rule 4). Keeps no token, only hashes that are worthless outside
/// this process, and answers in a time that tells nothing about them. It never waits for a disk or a slow hash, so a
/// handshake may ask it on the loop. Throws std::runtime_error when the system has no randomness.
class BoardTokens {
public:
    explicit BoardTokens(std::span<settings::Board const> boards);
    ~BoardTokens();
    BoardTokens(BoardTokens const&) = delete;
    BoardTokens& operator=(BoardTokens const&) = delete;

    /// Nothing when no board of this kind has the token.
    std::optional<BoardMatch> find(DeviceKind kind, std::string_view token) const;

private:
    using Hash = std::array<std::uint8_t, 32>;
    struct Entry {
        DeviceKind kind{};
        Hash hash{};
        std::optional<DeviceId> id;
    };

    Hash hash_of(std::string_view token) const;
    Entry const* find_entry(DeviceKind kind, std::string_view token) const;

    std::array<std::uint8_t, 32> key_{};
    std::vector<Entry> entries_;
};

} // namespace watchpost::auth
