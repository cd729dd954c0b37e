#include "json.hpp"

#include <watchpost/protocol/json_text.hpp>

#include <gtest/gtest.h>

using cam::JsonObject;

TEST(Json, MembersAreReadByTheirKind) {
    auto const object = JsonObject::read(
        R"( {"a":1, "b":-2 ,"c":"x\"\\\/\b\f\n\r\té","d":true,"e":false,"f":null,"g":1.0,"h":1e2,"i":{"j":3,"k":{"l":"deep"}},"m":[1,{"n":4}]} )");
    ASSERT_TRUE(object);
    EXPECT_EQ(object->whole("a"), 1);
    EXPECT_EQ(object->whole("b"), -2);
    EXPECT_EQ(object->text("c"), "x\"\\/\b\f\n\r\té");
    EXPECT_EQ(object->boolean("d"), true);
    EXPECT_EQ(object->boolean("e"), false);
    EXPECT_TRUE(object->has("f"));
    EXPECT_EQ(object->whole("i.j"), 3);
    EXPECT_EQ(object->text("i.k.l"), "deep");
    EXPECT_TRUE(object->has("m"));
    EXPECT_FALSE(object->has("n"));
    EXPECT_FALSE(object->has("m.n"));
}

TEST(Json, NothingIsTakenForWhatItIsNot) {
    auto const object =
        JsonObject::read(R"({"text":"1","yes":true,"real":1.0,"big":99999999999999999999,"null":null})");
    ASSERT_TRUE(object);
    for (auto const* const name : {"text", "yes", "real", "big", "null", "absent"}) {
        EXPECT_FALSE(object->whole(name)) << name;
    }
    for (auto const* const name : {"text", "real", "null", "absent"})
        EXPECT_FALSE(object->boolean(name)) << name;
    for (auto const* const name : {"yes", "real", "null", "absent"})
        EXPECT_FALSE(object->text(name)) << name;
}

TEST(Json, OfTwoMembersWithOneNameTheLaterCounts) {
    EXPECT_EQ(JsonObject::read(R"({"a":1,"a":2})")->whole("a"), 2);
}

TEST(Json, EscapesOfOtherLettersAreHarmless) {
    EXPECT_EQ(JsonObject::read("{\"a\":\"\\u0041\\u00e9\\ud83d\\ude00\\u0000\"}")->text("a"), std::string("A???\0", 5));
}

class NoJsonObject : public testing::TestWithParam<char const*> {};

TEST_P(NoJsonObject, IsRefusedHereAndByTheDaemonsReader) {
    EXPECT_FALSE(JsonObject::read(GetParam()));
    EXPECT_FALSE(watchpost::protocol::parse_object(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(All, NoJsonObject,
                         testing::Values("", "{", "}", "[]", "1", "null", "\"a\"", "{}{}", "{} x", "{a:1}", "{'a':1}",
                                         "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{\"a\":01}", "{\"a\":-}",
                                         "{\"a\":-01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}",
                                         "{\"a\":NaN}", "{\"a\":tru}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}",
                                         "{\"a\":\"\\u12g4\"}", "{\"a\":\"", "{\"a\":\"\n\"}", "{\"a\":[1,]}",
                                         "{\"a\":[}", "{\"a\":{]}", "{\"a\":1 \"b\":2}", "{\"a\":[1 2]}"));

TEST(Json, ItsBoundsHold) {
    std::string const deep(9, '[');
    EXPECT_FALSE(JsonObject::read("{\"a\":" + deep + std::string(9, ']') + "}"));
    EXPECT_TRUE(JsonObject::read("{\"a\":[[[[[[[]]]]]]]}"));
    EXPECT_FALSE(JsonObject::read("{\"a\":\"" + std::string(JsonObject::kMaxText, 'x') + "\"}"));
    std::string many = "{\"m\":0";
    for (std::size_t i = 1; i < JsonObject::kMaxMembers; ++i)
        many += ",\"m\":0";
    EXPECT_TRUE(JsonObject::read(many + "}"));
    EXPECT_FALSE(JsonObject::read(many + ",\"m\":0}"));
}

TEST(Json, WhateverIsQuotedIsValidAndAscii) {
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    auto const quoted = cam::json_quoted(all);
    for (char const c : quoted)
        EXPECT_TRUE(c >= 0x20 && c < 0x7f);
    EXPECT_TRUE(watchpost::protocol::parse_object("{\"a\":" + quoted + "}"));
    EXPECT_EQ(JsonObject::read("{\"a\":" + quoted + "}")->text("a")->substr(0, 127), all.substr(0, 127));
}
