#include <watchpost/auth/token_key.hpp>

#include <sodium.h>

#include <stdexcept>

namespace watchpost::auth {
namespace {

void fill_with_random(std::array<std::uint8_t, 32>& bytes) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start: the system gives no random numbers");
    randombytes_buf(bytes.data(), bytes.size());
}

} // namespace

TokenKey TokenKey::random() {
    Bytes bytes{};
    fill_with_random(bytes);
    return TokenKey(bytes);
}

TokenKey::~TokenKey() {
    sodium_memzero(bytes_.data(), bytes_.size());
}

TokenHash TokenKey::hash(std::string_view token) const {
    TokenHash hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<unsigned char const*>(token.data()), token.size(),
                       bytes_.data(), bytes_.size());
    return hash;
}

bool same_hash(TokenHash const& a, TokenHash const& b) {
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_token() {
    std::array<std::uint8_t, 32> bytes{};
    fill_with_random(bytes);
    std::array<char, 44> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

std::string to_hex(std::array<std::uint8_t, 32> const& bytes) {
    std::array<char, 65> text{};
    return sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
}

std::optional<std::array<std::uint8_t, 32>> from_hex(std::string_view text) {
    std::array<std::uint8_t, 32> bytes{};
    std::size_t length = 0;
    bool const whole = text.size() == 2 * bytes.size() && sodium_hex2bin(bytes.data(), bytes.size(), text.data(),
                                                                         text.size(), nullptr, &length, nullptr) == 0;
    if (!whole || length != bytes.size()) return std::nullopt;
    return bytes;
}

} // namespace watchpost::auth
