#include "header_lines.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace watchpost::net {
namespace {

using Fault = HeaderLines::Fault;

/// Byte by byte; answers with how many had come when the fault was found.
std::pair<Fault, std::size_t> look(std::string const& text) {
    HeaderLines lines;
    for (std::size_t size = 1; size <= text.size(); ++size)
        if (auto const fault = lines.check(std::string_view(text).substr(0, size)); fault != Fault::none)
            return {fault, size};
    return {Fault::none, text.size()};
}

TEST(HeaderLines, of_a_request_have_no_fault) {
    for (std::string const text : {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
                                   "GET / HTTP/1.1\r\nA:\r\nB: c \r\n\r\n", "GET / HT", "POST /a b"}) {
        EXPECT_EQ(look(text).first, Fault::none) << text;
        HeaderLines at_once;
        EXPECT_EQ(at_once.check(text), Fault::none) << text;
        EXPECT_EQ(at_once.is_over(), text.ends_with("\r\n\r\n")) << text;
    }
    EXPECT_EQ(look("GET / HTTP/1.1\r\n\r\n body\nwith\rall").first, Fault::none) << "a body has no lines";
}

TEST(HeaderLines, have_a_fault_as_soon_as_it_has_come) {
    struct Row {
        std::string text; ///< ends with the byte at which the fault shows
        Fault fault;
    };
    for (auto const& [text, fault] : std::vector<Row>{{"GET /\n", Fault::no_version},
                                                      {"GET /\r\n", Fault::no_version},
                                                      {"GET / \r\n", Fault::no_version},
                                                      {"GET / HTML/1.1\r\n", Fault::no_version},
                                                      {"GET HTTP/1.1\r\n", Fault::no_version},
                                                      {"GET  / HTTP/1.1\r\n", Fault::blanks},
                                                      {"GET /a b HTTP/1.1\r\n", Fault::blanks},
                                                      {"GET / HTTP/1.1\n", Fault::line_end},
                                                      {"GET / HTTP/1.1\rH", Fault::line_end},
                                                      {"GET / HTTP/1.1\r\nHost: x\n", Fault::line_end},
                                                      {"GET / HTTP/1.1\r\nHost: x\ry", Fault::line_end},
                                                      {"GET / HTTP/1.1\r\nHost: x\r\r", Fault::line_end},
                                                      {"GET / HTTP/1.1\r\n\n", Fault::line_end},
                                                      {"GET / HTTP/1.1\r\n ", Fault::folded},
                                                      {"GET / HTTP/1.1\r\nHost: x\r\n\t", Fault::folded}}) {
        EXPECT_EQ(look(text), std::pair(fault, text.size())) << text;
        HeaderLines at_once;
        EXPECT_EQ(at_once.check(text + "more\r\n\r\n"), fault) << text;
        EXPECT_FALSE(to_string(fault).empty());
    }
}

} // namespace
} // namespace watchpost::net
