#include <watchpost/core/utf8_stream.hpp>

#include <gtest/gtest.h>

#include <string>

namespace watchpost {
namespace {

bool is_valid(std::string const& text, std::size_t piece) {
    Utf8Stream stream;
    for (std::size_t at = 0; at < text.size(); at += piece) {
        auto const part = text.substr(at, piece);
        if (!stream.take({reinterpret_cast<std::uint8_t const*>(part.data()), part.size()})) return false;
    }
    return stream.is_whole();
}

TEST(Utf8Stream, takes_every_character_however_it_is_cut) {
    // The first and the last of each length, and both sides of the surrogates (RFC 3629 section 3).
    for (std::string const text :
         {"plain ascii, longer than eight", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
          "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "12345678\xE2\x82\xAC 12345678", ""})
        for (std::size_t const piece : {1U, 2U, 3U, 100U})
            EXPECT_TRUE(is_valid(text, piece)) << text << " " << piece;
}

TEST(Utf8Stream, refuses_everything_else) {
    for (std::string const text : {"\x80", "\xC3\x28", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                                   "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80",
                                   "\xFF", "\xE2\x82", "\xF0\x90\x80", "12345678\xFF", "ok\xE2\x82(ok"})
        for (std::size_t const piece : {1U, 2U, 3U, 100U})
            EXPECT_FALSE(is_valid(text, piece)) << text << " " << piece;
}

TEST(Utf8Stream, says_no_as_soon_as_it_knows) {
    Utf8Stream stream;
    std::uint8_t const surrogate[]{0xED, 0xA0};
    EXPECT_FALSE(stream.take(surrogate));
}

} // namespace
} // namespace watchpost
