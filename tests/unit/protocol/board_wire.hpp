#pragma once

#include <watchpost/json/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace watchpost::protocol {

/// `text` as an object, after the rules for everything that a board is sent (DEVICES rule 4).
inline nlohmann::json checked_for_boards(std::string const& text) {
    EXPECT_LT(text.size(), 1000u) << text;
    EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](unsigned char c) { return c >= 0x20 && c < 0x7F; })) << text;
    auto json = nlohmann::json::parse(text, nullptr, false);
    EXPECT_TRUE(json.is_object()) << text;
    return json;
}

} // namespace watchpost::protocol
