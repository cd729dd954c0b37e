#include <watchpost/net/query_number.hpp>

#include <array>
#include <charconv>
#include <cstdio>

namespace watchpost::net {
namespace {

constexpr double kFewestFps = 0.1;
constexpr double kMostFps = 60;

std::string plain(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g", number);
    return text.data();
}

/// Digits, and with `decimals` perhaps a point and more of them: neither a sign nor an exponent.
template <class Number>
Result<std::optional<Number>> number_of_query(Request const& request, char const* name, Number lowest, Number highest,
                                              char const* kind) {
    auto const it = request.query.find(name);
    if (it == request.query.end()) return std::optional<Number>();
    auto const& text = it->second;
    auto const* const end = text.data() + text.size();
    Number value{};
    std::from_chars_result read{};
    if constexpr (std::is_floating_point_v<Number>)
        read = std::from_chars(text.data(), end, value, std::chars_format::fixed);
    else
        read = std::from_chars(text.data(), end, value);
    bool const begins_well = !text.empty() && text.front() >= '0' && text.front() <= '9';
    bool const is_number = begins_well && read.ec == std::errc{} && read.ptr == end;
    if (is_number && value >= lowest && value <= highest) return std::optional<Number>(value);
    return Error{std::string(name) + ": \"" + text + "\" is not allowed; it must be a " + kind + " from " +
                 plain(static_cast<double>(lowest)) + " to " + plain(static_cast<double>(highest))};
}

} // namespace

Result<std::optional<unsigned>> whole_number_of(Request const& request, char const* name, unsigned lowest,
                                                unsigned highest) {
    return number_of_query(request, name, lowest, highest, "whole number");
}

Result<std::optional<double>> decimal_of(Request const& request, char const* name, double lowest, double highest) {
    return number_of_query(request, name, lowest, highest, "number");
}

Result<SteadyTime::duration> spacing_of(Request const& request) {
    auto const fps = decimal_of(request, "max_fps", kFewestFps, kMostFps);
    if (!fps) return fps.error();
    if (!*fps) return SteadyTime::duration{};
    return std::chrono::duration_cast<SteadyTime::duration>(std::chrono::duration<double>(1 / **fps));
}

} // namespace watchpost::net
