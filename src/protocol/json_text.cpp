#include <watchpost/protocol/json_text.hpp>

#include <cmath>

namespace watchpost::protocol {
namespace {

constexpr int kMaxDepth = 16;

bool is_too_deep(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (in_string) {
            if (c == '\\') ++i;
            if (c == '"') in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMaxDepth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

} // namespace

Result<Json> parse_object(std::string_view text) {
    if (is_too_deep(text)) return Error{"nested deeper than 16"};
    auto json = Json::parse(text, nullptr, false);
    if (json.is_discarded()) return Error{"not JSON"};
    if (!json.is_object()) return Error{"not a JSON object"};
    return json;
}

std::string to_wire(Json const& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_board_wire(Json const& json) {
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

Json time_or_null(std::optional<WallTime> time) {
    return time ? Json(to_rfc3339(*time)) : Json();
}

std::optional<std::string> Fields::text(char const* name, std::size_t longest) const {
    auto const it = object_.find(name);
    if (it == object_.end() || !it->is_string()) return std::nullopt;
    auto text = it->get<std::string>();
    if (text.size() <= longest) return text;
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    text.resize(end);
    return text;
}

std::optional<std::int64_t> Fields::whole(char const* name, std::int64_t lowest, std::int64_t highest) const {
    auto const it = object_.find(name);
    if (it == object_.end() || !it->is_number()) return std::nullopt;
    if (it->is_number_unsigned() && it->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX))
        return std::nullopt;
    if (it->is_number_float()) {
        // Beyond 2^53 a double no longer tells whole numbers apart.
        auto const real = it->get<double>();
        if (!std::isfinite(real) || std::abs(real) > 9007199254740992.0 || std::trunc(real) != real)
            return std::nullopt;
    }
    auto const value = it->is_number_float() ? static_cast<std::int64_t>(it->get<double>()) : it->get<std::int64_t>();
    if (value < lowest || value > highest) return std::nullopt;
    return value;
}

} // namespace watchpost::protocol
