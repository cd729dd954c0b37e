#pragma once

#include <watchpost/core/result.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::net {

/// What stands between a line -----BEGIN NAME----- and its end (RFC 7468).
struct PemBlock {
    std::string name;
    bool is_encrypted = false; ///< by a header of its own, or by its name
    std::vector<unsigned char> bytes;

    bool is_certificate() const;
    /// One for TLS, locked or not.
    bool is_private_key() const;
};

/// In the order of the text, without those that a key is often preceded by (EC PARAMETERS). An error says, without a
/// file, that one is cut off. Leaves errors in OpenSSL's queue.
Result<std::vector<PemBlock>> pem_blocks(std::string_view text);

/// Of a text without a block, the reason to give. `tool` is the command of openssl that reads `file`.
std::string why_no_pem(std::string_view text, std::string_view tool, std::filesystem::path const& file);

/// Without the byte order mark that editors of Windows put before UTF-8.
std::string_view without_mark(std::string_view text);

} // namespace watchpost::net
