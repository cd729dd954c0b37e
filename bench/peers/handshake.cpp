#include "handshake.hpp"

#include <array>
#include <bit>
#include <cstdint>

namespace peer {
namespace {

using Digest = std::array<std::uint8_t, 20>;

/// FIPS 180-4.
Digest sha1(std::string text) {
    std::array<std::uint32_t, 5> h{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
    std::uint64_t const bits = text.size() * 8;
    text.push_back('\x80');
    text.resize((text.size() + 8 + 63) / 64 * 64 - 8);
    for (int shift = 56; shift >= 0; shift -= 8)
        text.push_back(static_cast<char>(bits >> shift));
    for (std::size_t block = 0; block < text.size(); block += 64) {
        std::array<std::uint32_t, 80> w{};
        for (std::size_t i = 0; i < 64; ++i)
            w.at(i / 4) = w.at(i / 4) << 8U | static_cast<std::uint8_t>(text[block + i]);
        for (std::size_t i = 16; i < w.size(); ++i)
            w.at(i) = std::rotl(w.at(i - 3) ^ w.at(i - 8) ^ w.at(i - 14) ^ w.at(i - 16), 1);
        auto [a, b, c, d, e] = h;
        for (std::size_t i = 0; i < w.size(); ++i) {
            auto const f = i < 20 ? (b & c) | (~b & d) : i >= 40 && i < 60 ? (b & c) | (b & d) | (c & d) : b ^ c ^ d;
            auto const k = i < 20 ? 0x5A827999U : i < 40 ? 0x6ED9EBA1U : i < 60 ? 0x8F1BBCDCU : 0xCA62C1D6U;
            auto const next = std::rotl(a, 5) + f + e + k + w.at(i);
            e = d;
            d = c;
            c = std::rotl(b, 30);
            b = a;
            a = next;
        }
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
        h[4] += e;
    }
    Digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest.at(i) = static_cast<std::uint8_t>(h.at(i / 4) >> (24 - 8 * (i % 4)));
    return digest;
}

/// RFC 4648, of 20 bytes: 27 characters and one of padding.
std::string base64(Digest const& digest) {
    constexpr auto* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < digest.size(); i += 3) {
        std::uint32_t const last = i + 2 < digest.size() ? digest.at(i + 2) : 0;
        std::uint32_t const three =
            static_cast<std::uint32_t>(digest.at(i)) << 16U | static_cast<std::uint32_t>(digest.at(i + 1)) << 8U | last;
        for (int shift = 18; shift >= 0; shift -= 6)
            out += letters[three >> static_cast<unsigned>(shift) & 63U];
    }
    out.back() = '=';
    return out;
}

} // namespace

std::string accept_for(std::string const& key) {
    return base64(sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
}

} // namespace peer
