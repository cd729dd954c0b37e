#include <watchpost/net/form_data.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace watchpost::net {
namespace {

using testing::HasSubstr;

constexpr auto kType = "multipart/form-data; boundary=XX";

std::string part(std::string const& headers, std::string const& bytes) {
    return "--XX\r\n" + headers + "\r\n\r\n" + bytes + "\r\n";
}

std::string field(std::string const& name, std::string const& bytes) {
    return part("Content-Disposition: form-data; name=\"" + name + '"', bytes);
}

TEST(FormData, reads_what_browsers_and_boards_send) {
    std::string const jpeg("\xFF\xD8\0\r\n--X\r\n\xFF\xD9", 12);
    auto const body = field("quality", "80") +
                      part("Content-Disposition: form-data; name=\"photo\"; filename=\"a \\\"b\\\".jpg\"\r\n"
                           "Content-Type: image/jpeg\r\nContent-Transfer-Encoding: binary",
                           jpeg) +
                      part("content-disposition:form-data;name=flash_used", "") + "--XX--\r\n";

    auto const form = parse_form_data(kType, body);

    ASSERT_TRUE(form) << form.error().message;
    ASSERT_EQ(form->size(), 3U);
    EXPECT_EQ((*form)[0].name, "quality");
    EXPECT_EQ((*form)[0].bytes, "80");
    EXPECT_FALSE((*form)[0].filename);
    EXPECT_EQ((*form)[1].name, "photo");
    EXPECT_EQ((*form)[1].filename, "a \"b\".jpg");
    EXPECT_EQ((*form)[1].bytes, jpeg);
    EXPECT_EQ((*form)[2].name, "flash_used");
    EXPECT_EQ((*form)[2].bytes, "");
}

TEST(FormData, takes_a_line_break_before_the_first_boundary_and_none_after_the_last) {
    EXPECT_TRUE(parse_form_data(kType, "\r\n" + field("a", "1") + "--XX--"));
    EXPECT_TRUE(parse_form_data(kType, "--XX--")) << "a form without fields is a form";
}

TEST(FormData, reads_the_boundary_in_every_spelling) {
    for (auto const* type : {"Multipart/Form-Data;boundary=XX", "multipart/form-data; boundary=\"XX\"",
                             "multipart/form-data; charset=utf-8 ; Boundary=XX"})
        EXPECT_TRUE(parse_form_data(type, field("a", "1") + "--XX--")) << type;
    std::string const longest(70, 'b');
    EXPECT_TRUE(parse_form_data("multipart/form-data; boundary=" + longest, "--" + longest + "--"));
}

TEST(FormData, refuses_other_types_and_odd_boundaries) {
    for (auto const& type :
         {std::string(), std::string("application/json"), std::string("multipart/form-data"),
          std::string("multipart/form-data; boundary="), std::string("multipart/form-data; boundary=XX; boundary=YY"),
          std::string("multipart/form-data; boundary=\"X\r\nX\""), std::string("multipart/form-data; boundary=\"XX"),
          std::string("multipart/form-data; boundary=\"XX \""), std::string("multipart/form-data; boundary XX"),
          "multipart/form-data; boundary=" + std::string(71, 'b'), std::string("multipart/form-dataX; boundary=XX"),
          std::string("multipart/mixed; boundary=XX")}) {
        auto const form = parse_form_data(type, field("a", "1") + "--XX--");
        ASSERT_FALSE(form) << type;
        EXPECT_THAT(form.error().message, HasSubstr("Content-Type must be multipart/form-data"));
    }
}

struct Broken {
    std::string body;
    std::string why;
};

TEST(FormData, says_what_is_wrong_with_a_body) {
    std::string many;
    for (std::size_t i = 0; i <= kMaxFormParts; ++i)
        many += field("a" + std::to_string(i), "");
    std::string headers = "Content-Disposition: form-data; name=a";
    for (int i = 0; i < 8; ++i)
        headers += "\r\nX-" + std::to_string(i) + ": 1";
    for (auto const& [body, why] : std::vector<Broken>{
             {"", "does not begin with its boundary"},
             {"hello\r\n" + field("a", "1") + "--XX--", "does not begin with its boundary"},
             {"--XXa\r\n\r\n--XX--", "not followed by a line break"},
             {"--XX \r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--XX--", "not followed by a line break"},
             {"--XX\nContent-Disposition: form-data; name=a\n\n1\n--XX--", "not followed by a line break"},
             {"--XX\r\nContent-Disposition: form-data; name=a", "no end of its headers"},
             {"--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1", "ends within the part a"},
             {field("a", "1") + "--XX--more", "something follows"},
             {field("a", "1") + "--XX--\r\nmore", "something follows"},
             {field("a", "1") + field("a", "2") + "--XX--", "has a twice"},
             {many + "--XX--", "more than 8 parts"},
             {part("Content-Type: text/plain", "1") + "--XX--", "no Content-Disposition"},
             {part(headers, "1") + "--XX--", "more than 8 headers"},
             {part("X: " + std::string(2000, 'x'), "1") + "--XX--", "no end of its headers"},
             {part("Content-Disposition: attachment; name=a", "1") + "--XX--", "must be form-data with a name"},
             {part("Content-Disposition: form-data", "1") + "--XX--", "must be form-data with a name"},
             {part("Content-Disposition: form-data; name=\"\"", "1") + "--XX--", "must be form-data with a name"},
             {part("Content-Disposition: form-data; name=a; name=b", "1") + "--XX--", "must be form-data with a name"},
             {part("Content-Disposition: form-data; name=a; filename*=UTF-8''b", "1") + "--XX--",
              "must be form-data with a name"},
             {part("Content-Disposition: form-data; name=\"a\\", "1") + "--XX--", "must be form-data with a name"},
             {part("Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b", "1") + "--XX--",
              "two Content-Disposition"},
             {part("Content-Disposition: form-data; name=a\r\n folded: 1", "1") + "--XX--", "header without a name"},
             {part("Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64", "MQ==") + "--XX--",
              "is encoded"},
         }) {
        auto const form = parse_form_data(kType, body);
        ASSERT_FALSE(form) << body;
        EXPECT_THAT(form.error().message, HasSubstr(why)) << body;
    }
}

TEST(FormData, never_takes_a_form_that_is_cut) {
    auto const whole = field("quality", "80") + field("photo", "\r\n--X") + "--XX--";
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(parse_form_data(kType, whole.substr(0, size))) << size;
}

TEST(FormData, stays_within_the_body_whatever_is_in_it) {
    auto const whole = field("quality", "80") + field("photo", std::string(100, 'x')) + "--XX--\r\n";
    std::mt19937 random{20261124};
    auto const below = [&random](std::size_t end) {
        return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
    };
    std::string_view const odd("\r\n-X\";=: \\\0\xFF", 13);
    int taken = 0;
    for (int i = 0; i < 20'000; ++i) {
        auto body = whole;
        for (auto changes = below(4) + 1; changes > 0; --changes) {
            auto const at = below(body.size());
            switch (below(3)) {
            case 0:
                body[at] = odd[below(odd.size())];
                break;
            case 1:
                body.erase(at, below(8));
                break;
            default:
                body.insert(at, 1, odd[below(odd.size())]);
            }
            if (body.empty()) body = whole;
        }
        auto const form = parse_form_data(kType, body);
        if (!form) continue;
        ++taken;
        for (auto const& one : *form) {
            ASSERT_GE(one.bytes.data(), body.data());
            ASSERT_LE(one.bytes.data() + one.bytes.size(), body.data() + body.size());
        }
    }
    EXPECT_GT(taken, 1'000); // many changes are within a field
}

} // namespace
} // namespace watchpost::net
