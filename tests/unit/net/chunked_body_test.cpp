#include "chunked_body.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <vector>

namespace watchpost::net {
namespace {

using State = ChunkedBody::State;

struct ReadBody {
    State state;
    std::string body;
    std::size_t used;
};

/// `step` bytes at a time.
ReadBody read(std::string_view bytes, std::size_t step = 1, std::size_t limit = 100) {
    ChunkedBody chunks{limit};
    std::size_t used = 0;
    while (used < bytes.size() && chunks.state() == State::more)
        used += chunks.put(bytes.substr(used, step));
    return {chunks.state(), chunks.take_body(), used};
}

TEST(ChunkedBody, is_put_together_however_its_bytes_come) {
    for (auto const& [bytes, body] : std::vector<std::pair<std::string, std::string>>{
             {"0\r\n\r\n", ""},
             {"5\r\nhello\r\n0\r\n\r\n", "hello"},
             {"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"},
             {"a\r\n0123456789\r\n0\r\n\r\n", "0123456789"},
             {"A\r\n0123456789\r\n000\r\n\r\n", "0123456789"},
             {"000000000000000a\r\n0123456789\r\n0\r\n\r\n", "0123456789"},
             {"4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"},
             {"5;name=value;other=\"a, b\"\r\nhello\r\n0;last\r\n\r\n", "hello"},
             {"5 \t;name\r\nhello\r\n0\r\n\r\n", "hello"},
             {"5\r\nhello\r\n0\r\nHost: evil.example\r\nAuthorization: Bearer x\r\n\r\n", "hello"}})
        for (std::size_t const step : {std::size_t{1}, std::size_t{2}, std::size_t{3}, bytes.size()}) {
            auto const found = read(bytes, step);
            EXPECT_EQ(found.state, State::done) << bytes;
            EXPECT_EQ(found.body, body) << bytes;
            EXPECT_EQ(found.used, bytes.size()) << bytes;
        }
}

TEST(ChunkedBody, leaves_what_stands_behind_it) {
    auto const found = read("1\r\nx\r\n0\r\n\r\nGET / HTTP/1.1\r\n", 1000);
    EXPECT_EQ(found.state, State::done);
    EXPECT_EQ(found.used, std::string_view("1\r\nx\r\n0\r\n\r\n").size());
}

TEST(ChunkedBody, is_malformed_where_two_servers_could_read_it_in_two_ways) {
    for (std::string const bytes : {"\r\n",
                                    ";x\r\n",
                                    " 5\r\nhello\r\n",
                                    "+5\r\nhello\r\n",
                                    "-5\r\n",
                                    "0x5\r\nhello\r\n",
                                    "5 \r\nhello\r\n",
                                    "5 5\r\nhello\r\n",
                                    "g\r\n",
                                    "5\nhello\r\n0\r\n\r\n",
                                    "5\r\nhello\n0\r\n\r\n",
                                    "5\r\nhello0\r\n\r\n",
                                    "5\rhello",
                                    "5\r\nhelloo\r\n0\r\n\r\n",
                                    "5\r\nhello\r\n0\r\nX: y\n\r\n",
                                    "5\r\nhello\r\n0\r\n folded\r\n\r\n",
                                    "5\r\nhello\r\n0\r\n\rX",
                                    "5;\x01\r\nhello\r\n",
                                    "5;a\rb\r\nhello",
                                    "00000000000000005\r\nhello\r\n0\r\n\r\n"})
        EXPECT_EQ(read(bytes).state, State::malformed) << bytes;
}

TEST(ChunkedBody, is_too_large_as_soon_as_a_chunk_says_so) {
    EXPECT_EQ(read("64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n").state, State::done);
    EXPECT_EQ(read("65").state, State::too_large);
    EXPECT_EQ(read("63\r\n" + std::string(99, 'x') + "\r\n2").state, State::too_large);
    for (auto const* size : {"8000000000000000", "ffffffffffffffff", "10000000000000000", "fffffffffffffffff"})
        EXPECT_NE(read(size).state, State::more) << size;
    EXPECT_EQ(read("1", 1, 0).state, State::too_large);
    EXPECT_EQ(read("0\r\n\r\n", 1, 0).state, State::done);
}

TEST(ChunkedBody, bounds_what_it_ignores) {
    std::string extensions;
    for (int i = 0; i < 50; ++i)
        extensions += "1;" + std::string(100, 'e') + "\r\nx\r\n";
    EXPECT_EQ(read(extensions, 1000).state, State::malformed) << "over all chunks";
    EXPECT_EQ(read("1;" + std::string(5000, 'e'), 1000).state, State::malformed);
    std::string trailers = "0\r\n";
    for (int i = 0; i < 100; ++i)
        trailers += "T: " + std::string(100, 't') + "\r\n";
    EXPECT_EQ(read(trailers, 1000).state, State::malformed);
}

/// CPU seconds of a body in chunks of one byte, the least of several runs.
double cost(std::size_t size) {
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i)
        bytes += "1\r\nx\r\n";
    double least = 1e9;
    for (int run = 0; run < 5; ++run) {
        auto const begin = std::clock();
        read(bytes, 7, size);
        least = std::min(least, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
    }
    return least;
}

TEST(ChunkedBody, costs_the_same_for_each_byte) {
    EXPECT_LT(cost(200'000), 3 * cost(100'000) + 0.002);
}

} // namespace
} // namespace watchpost::net
