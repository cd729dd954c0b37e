#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/json/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace watchpost::protocol {

using Json = nlohmann::json;

/// The JSON object in `text`. Anything else is an error: broken JSON, another kind of value, or nesting deeper than 16
/// (checked before parsing, because a deep text would overflow the stack). The caller bounds the size of `text`.
Result<Json> parse_object(std::string_view text);

/// For people and tools: UTF-8. A string that is not UTF-8 gets U+FFFD in its place; never throws for that.
std::string to_wire(Json const& json);

/// For boards: the same in ASCII (DEVICES rule 4).
std::string to_board_wire(Json const& json);

/// The value, or null.
template <class T>
Json or_null(std::optional<T> const& value) {
    return value ? Json(*value) : Json();
}

/// RFC 3339, or null.
Json time_or_null(std::optional<WallTime> time);

/// Reads members of an object that a peer sent. A member of the wrong kind or out of range counts as not told: nothing
/// is clamped, converted from a bool or wrapped around (SECURITY rule 15). Lives no longer than its object.
class Fields {
public:
    static constexpr std::size_t kMaxText = 512;

    explicit Fields(Json const& object)
        : object_(object) {}

    /// At most `longest` bytes of it, cut between characters: boards may write a megabyte, and what they write goes to
    /// every dashboard.
    std::optional<std::string> text(char const* name, std::size_t longest = kMaxText) const;
    std::optional<std::int64_t> whole(char const* name, std::int64_t lowest, std::int64_t highest) const;

private:
    Json const& object_;
};

} // namespace watchpost::protocol
