// SECURITY rule 31: the walk over a picture costs as much as its bytes, whatever stands in them.

#include "support/cost.hpp"
#include "support/jpeg_builder.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <gtest/gtest.h>

namespace watchpost::media {
namespace {

TEST(CostOfJpegWalk, is_that_of_its_bytes) {
    using Piece = std::vector<std::uint8_t>;
    for (auto const& piece : {Piece{0xFF}, Piece{0x00}, Piece{0xFF, 0x00}, Piece{0xFF, 0xD0}, Piece{0xFF, 0xFE, 0, 2},
                              Piece{0xFF, 0xD8}, Piece{0xFF, 0xD9}, Piece{0x7F}})
        for (bool const in_the_scan : {false, true}) {
            auto const cost = test::cost_of(8000, [&](std::size_t n) {
                auto bytes = in_the_scan ? test::build_jpeg({}) : Bytes{0xFF, 0xD8};
                if (in_the_scan) bytes.resize(bytes.size() - 2); // without its end
                for (std::size_t i = 0; i < n; ++i)
                    bytes.insert(bytes.end(), piece.begin(), piece.end());
                bytes.insert(bytes.end(), {0xFF, 0xD9});
                walk_jpeg(bytes);
            });
            EXPECT_TRUE(cost.is_linear()) << int{piece[0]} << ' ' << in_the_scan << ' ' << cost.in_words();
        }
}

} // namespace
} // namespace watchpost::media
