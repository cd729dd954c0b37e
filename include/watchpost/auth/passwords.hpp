#pragma once

#include <watchpost/core/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchpost::auth {

inline constexpr std::size_t kShortestPassword = 8;  ///< characters
inline constexpr std::size_t kLongestPassword = 256; ///< bytes

/// argon2id in the text form of RFC 9106's reference code, with its salt and costs: about 0.1 s and 64 MiB, so never on
/// the loop. An error when the password is too short or too long, or there is no memory for it.
Result<std::string> hash_password(std::string_view password);

/// Costs as much. Where `hash` is empty it is wrong, in the same time. Nothing when there is no memory to find out.
std::optional<bool> verify_password(std::string const& hash, std::string_view password);

} // namespace watchpost::auth
