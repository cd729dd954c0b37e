#include <watchpost/auth/passwords.hpp>

#include <sodium.h>

#include <array>
#include <cerrno>
#include <charconv>

namespace watchpost::auth {
namespace {

/// Nobody's: what is verified for a name that nobody has.
constexpr auto kNobodys = "$argon2id$v=19$m=65536,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
                          "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

constexpr std::size_t kKeyBytes = 32; ///< of what the library writes

/// A hash in its parts: the library's own check answers a want of memory as it does a wrong password.
struct Known {
    std::size_t kibibytes = 0;
    unsigned long long passes = 0;
    std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    std::array<unsigned char, kKeyBytes> key{};
};

/// Takes `before` and the number behind it away from the beginning of `text`.
template <class Number>
bool take(std::string_view& text, std::string_view before, Number& number) {
    if (!text.starts_with(before)) return false;
    auto const* const end = text.data() + text.size();
    auto const [behind, error] = std::from_chars(text.data() + before.size(), end, number);
    text.remove_prefix(static_cast<std::size_t>(behind - text.data()));
    return error == std::errc();
}

template <std::size_t kSize>
bool decode(std::string_view text, std::array<unsigned char, kSize>& bytes) {
    std::size_t size = 0;
    return sodium_base642bin(bytes.data(), kSize, text.data(), text.size(), nullptr, &size, nullptr,
                             sodium_base64_VARIANT_ORIGINAL_NO_PADDING) == 0 &&
           size == kSize;
}

/// Nothing for a text that `hash_password` does not write.
std::optional<Known> parse(std::string_view text) {
    constexpr std::string_view one_lane = ",p=1$";
    Known known;
    if (!take(text, "$argon2id$v=19$m=", known.kibibytes) || !take(text, ",t=", known.passes)) return std::nullopt;
    if (!text.starts_with(one_lane)) return std::nullopt;
    text.remove_prefix(one_lane.size());
    auto const dollar = text.find('$');
    if (dollar == std::string_view::npos) return std::nullopt;
    if (!decode(text.substr(0, dollar), known.salt) || !decode(text.substr(dollar + 1), known.key)) return std::nullopt;
    return known;
}

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

std::optional<bool> verify_password(std::string const& hash, std::string_view password) {
    if (sodium_init() < 0) return std::nullopt;
    auto const known = parse(hash.empty() ? kNobodys : hash);
    if (!known) return false;
    std::array<unsigned char, kKeyBytes> key{};
    errno = 0;
    if (crypto_pwhash(key.data(), key.size(), password.data(), password.size(), known->salt.data(), known->passes,
                      known->kibibytes * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return errno == ENOMEM ? std::nullopt : std::optional(false);
    bool const right = sodium_memcmp(key.data(), known->key.data(), key.size()) == 0;
    sodium_memzero(key.data(), key.size());
    return right && !hash.empty();
}

} // namespace watchpost::auth
