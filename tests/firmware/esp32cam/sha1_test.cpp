#include "sha1.hpp"

#include <gtest/gtest.h>

namespace {

std::string hex(std::string const& bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace

TEST(Sha1, KnownDigests) {
    EXPECT_EQ(hex(cam::sha1("")), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    EXPECT_EQ(hex(cam::sha1("abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");
    EXPECT_EQ(hex(cam::sha1("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
    EXPECT_EQ(hex(cam::sha1(std::string(1'000'000, 'a'))), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

TEST(Sha1, TheExampleOfRfc6455) {
    EXPECT_EQ(cam::base64(cam::sha1("dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11")),
              "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(Base64, EveryPadding) {
    EXPECT_EQ(cam::base64(""), "");
    EXPECT_EQ(cam::base64("f"), "Zg==");
    EXPECT_EQ(cam::base64("fo"), "Zm8=");
    EXPECT_EQ(cam::base64("foo"), "Zm9v");
}
