#include "numbers.hpp"

#include <watchpost/json/json.hpp>

#include <charconv>
#include <cmath>

namespace watchpost::sim {

std::optional<double> number_in(std::string_view text) {
    double value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<int> integer_at(nlohmann::json const& object, std::string_view key, int least, int most) {
    if (!object.is_object()) return std::nullopt;
    auto const found = object.find(key);
    if (found == object.end() || !found->is_number()) return std::nullopt;
    double const value = found->get<double>();
    if (!(value >= least && value <= most)) return std::nullopt;
    return static_cast<int>(value);
}

} // namespace watchpost::sim
