#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace watchpost::auth {

using TokenHash = std::array<std::uint8_t, 32>;

/// Hashes what is long and random by itself, tokens and never passwords: keyed BLAKE2b, which costs a microsecond, so
/// that a handshake may do it on the loop. The key is wiped when this goes away.
class TokenKey {
public:
    using Bytes = std::array<std::uint8_t, 32>;

    /// Throws std::runtime_error when the system has no randomness.
    static TokenKey random();
    explicit TokenKey(Bytes const& bytes)
        : bytes_(bytes) {}
    TokenKey(TokenKey const&) = default;
    TokenKey& operator=(TokenKey const&) = default;
    ~TokenKey();

    TokenHash hash(std::string_view token) const;
    Bytes const& bytes() const { return bytes_; }

private:
    Bytes bytes_;
};

/// In a time that tells nothing about either.
bool same_hash(TokenHash const& a, TokenHash const& b);

/// 256 random bits in 43 characters of the URL alphabet of base64. Throws as `TokenKey::random`.
std::string random_token();
inline constexpr std::size_t kRandomTokenLength = 43; ///< characters

/// Lower case, two digits a byte.
std::string to_hex(std::array<std::uint8_t, 32> const& bytes);
std::optional<std::array<std::uint8_t, 32>> from_hex(std::string_view text);

} // namespace watchpost::auth
