#include <watchpost/core/message_bytes.hpp>
#include <watchpost/core/ws_header.hpp>

#include <gtest/gtest.h>

#include <algorithm>

namespace watchpost {
namespace {

Bytes numbered(std::size_t size) {
    Bytes bytes(size);
    std::generate(bytes.begin(), bytes.end(), [next = std::uint8_t{0}]() mutable { return next++; });
    return bytes;
}

/// The header that a client reads before so many bytes.
Bytes framed(Bytes const& payload) {
    WsHeader const header{WsOpcode::binary, payload.size()};
    Bytes all(header.bytes.begin(), header.bytes.begin() + static_cast<std::ptrdiff_t>(header.size));
    all.insert(all.end(), payload.begin(), payload.end());
    return all;
}

TEST(MessageBytes, narrow_to_a_part_that_goes_out_with_a_header_of_its_own_and_is_not_copied) {
    for (std::size_t const size : {1, 125, 126, 65'535, 65'536, 70'000}) {
        for (std::size_t const begin : {0, 1, 9, 513}) {
            auto const all = numbered(begin + size + 8'000);
            MessageBytes message{all};
            auto const* const where = message.data();

            message.narrow(begin, size);

            EXPECT_EQ(message.data(), where + begin) << "where it lay";
            EXPECT_EQ(message.size(), size);
            auto const first = all.begin() + static_cast<std::ptrdiff_t>(begin);
            Bytes const part(first, first + static_cast<std::ptrdiff_t>(size));
            EXPECT_TRUE(std::equal(message.begin(), message.end(), part.begin(), part.end()));
            auto const sent = message.framed();
            EXPECT_EQ(Bytes(sent.begin(), sent.end()), framed(part)) << size << " from " << begin;
        }
    }
}

TEST(MessageBytes, narrow_again) {
    MessageBytes message{numbered(100)};
    message.narrow(10, 80);
    message.narrow(5, 3);
    EXPECT_EQ(Bytes(message.begin(), message.end()), (Bytes{15, 16, 17}));
}

} // namespace
} // namespace watchpost
