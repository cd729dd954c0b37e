#include "typed_value.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/json/json.hpp>

namespace watchpost::settings {
namespace {

using nlohmann::json;

constexpr std::size_t kMostShown = 80;

} // namespace

std::optional<std::int64_t> whole_number(json const& value, std::int64_t least, std::int64_t most) {
    if (!value.is_number_integer()) return std::nullopt;
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX)) {
        return std::nullopt;
    }
    auto const number = value.get<std::int64_t>();
    if (number < least || number > most) return std::nullopt;
    return number;
}

std::optional<std::string> plain_text(json const& value) {
    if (!value.is_string()) return std::nullopt;
    auto text = value.get<std::string>();
    if (text.find('\0') != std::string::npos) return std::nullopt;
    return text;
}

std::string shown(json const& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    if (value.is_string()) return in_quotes(value.get_ref<std::string const&>());
    return value.dump();
}

std::string in_quotes(std::string_view name) {
    std::string cut{name.substr(0, kMostShown)};
    if (cut.size() < name.size()) cut += "...";
    auto const text = json(cut).dump(-1, ' ', false, json::error_handler_t::replace);
    return printable(text, text.size());
}

} // namespace watchpost::settings
