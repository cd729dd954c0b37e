#include <watchpost/auth/passwords.hpp>

#include <sodium.h>

#include <array>

namespace watchpost::auth {
namespace {

/// Nobody's: what is verified for a name that nobody has.
constexpr auto kNobodys = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

std::size_t characters_of(std::string_view utf8) {
    std::size_t count = 0;
    for (char const c : utf8)
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++count;
    return count;
}

} // namespace

Result<std::string> hash_password(std::string_view password) {
    if (characters_of(password) < kShortestPassword)
        return Error{"the password is too short; it must have at least " + std::to_string(kShortestPassword) +
                     " characters"};
    if (password.size() > kLongestPassword)
        return Error{"the password is too long; it must have at most " + std::to_string(kLongestPassword) + " bytes"};
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (sodium_init() < 0 ||
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                              crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return Error{"the password cannot be hashed: there is not enough memory"};
    return std::string(text.data());
}

bool verify_password(std::string const& hash, std::string_view password) {
    if (sodium_init() < 0) return false;
    auto const* const known = hash.empty() ? kNobodys : hash.c_str();
    bool const right = crypto_pwhash_str_verify(known, password.data(), password.size()) == 0;
    return right && !hash.empty();
}

} // namespace watchpost::auth
