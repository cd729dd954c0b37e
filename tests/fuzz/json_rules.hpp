#pragma once

#include "property.hpp"
#include "text_rules.hpp"

#include <watchpost/core/command.hpp>
#include <watchpost/protocol/json_text.hpp>

#include <optional>
#include <string_view>
#include <type_traits>

namespace watchpost::fuzz {

/// What goes out is one JSON object in UTF-8, whatever came in (SECURITY rule 16). Gives it back as it is read.
inline protocol::Json require_wire(std::string_view text) {
    require(is_utf8(text), "outgoing JSON is UTF-8", text);
    auto json = protocol::Json::parse(text, nullptr, false);
    require(json.is_object(), "outgoing JSON is an object", text);
    return json;
}

/// Boards get it in ASCII, and a Pico has little room (PROTOCOL section 3).
inline protocol::Json require_board_wire(std::string_view text) {
    require(is_ascii(text), "a board gets ASCII", text);
    require(text.size() < 1000, "a board gets less than 1,000 bytes", text);
    return require_wire(text);
}

/// SECURITY rule 15, and that the number stands in `object` just so: `Fields` is not asked.
template <class T>
void require_number(protocol::Json const& object, char const* name, std::optional<T> const& value,
                    std::type_identity_t<T> lowest, std::type_identity_t<T> highest) {
    if (!value) return;
    require(*value >= lowest && *value <= highest, "no number is out of its range", name);
    auto const it = object.find(name);
    require(it != object.end() && it->is_number(), "no number is made of anything else", name);
    if (it->is_number_float())
        require(it->get<double>() == static_cast<double>(*value), "a number is not changed", name);
    else
        require(*it == *value, "a number is not changed", name);
}

/// A text of a peer: bounded, and still UTF-8 where it was cut.
inline void require_text(std::string_view text) {
    require(text.size() <= protocol::Fields::kMaxText, "no text is long", text);
    require(is_utf8(text), "a text is cut between characters", text);
}

inline void require_sane(DeviceAction const& action) {
    auto const within = [](std::optional<int> value, int lowest, int highest) {
        require(!value || (*value >= lowest && *value <= highest), "no number of an action is out of its range");
    };
    require(!action.action.empty(), "an action has its word");
    within(action.quality, 1, 100);
    within(action.intensity, 0, 100);
    for (auto const& [name, value] : action.settings)
        if (auto const* const number = std::get_if<int>(&value))
            within(*number, name == "photo_quality" ? 1 : -2, name == "photo_quality" ? 100 : 2);
}

} // namespace watchpost::fuzz
