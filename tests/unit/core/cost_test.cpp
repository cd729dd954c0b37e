// SECURITY rule 31: what goes through byte by byte costs as much as its bytes.

#include "support/cost.hpp"

#include <watchpost/core/outbox.hpp>
#include <watchpost/core/printable.hpp>
#include <watchpost/core/utf8_stream.hpp>

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TEST(CostOfText, in_pieces_of_one_byte_is_that_of_its_bytes) {
    auto const cost = test::cost_of(20'000, [](std::size_t n) {
        Utf8Stream stream;
        for (std::size_t i = 0; i < n; ++i) {
            std::uint8_t const byte = i % 2 == 0 ? 0xC3 : 0xBC;
            ASSERT_TRUE(stream.take({&byte, 1}));
        }
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

TEST(CostOfText, made_printable_is_that_of_its_bytes_and_bounded_by_what_is_shown) {
    for (std::string const piece : {"a", "\x1B", "\xC3\xBC", "\xFF", "\xE2\x80\xAE"}) {
        std::string text;
        for (int i = 0; i < 8 * 4000; ++i)
            text += piece;
        auto const part = [&](std::size_t n) { return std::string_view(text).substr(0, n * piece.size()); };
        auto const shown = test::cost_of(4000, [&](std::size_t n) { printable(part(n), text.size()); });
        EXPECT_TRUE(shown.is_linear()) << shown.in_words();
        auto const repaired = test::cost_of(4000, [&](std::size_t n) { valid_utf8(part(n)); });
        EXPECT_TRUE(repaired.is_linear()) << repaired.in_words();
        EXPECT_LE(printable(text, 128).size(), 8U * 128 + 3);
    }
}

TEST(CostOfOutbox, is_the_same_for_each_message_however_many_wait) {
    auto const message = std::make_shared<std::string const>("x");
    auto const cost = test::cost_of(4000, [&](std::size_t n) {
        Outbox outbox{{n, n}};
        for (std::size_t i = 0; i < n; ++i)
            ASSERT_TRUE(outbox.push(message));
        while (!outbox.take().empty()) {
        }
    });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

} // namespace
} // namespace watchpost
