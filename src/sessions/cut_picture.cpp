#include "cut_picture.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace watchpost::sessions {

std::optional<std::size_t> next_message_in(std::span<std::uint8_t const> picture) {
    using namespace std::string_view_literals;
    std::string_view const bytes{reinterpret_cast<char const*>(picture.data()), picture.size()};
    // A mask of zeros and what it covers: a text of the firmware's, or another picture.
    auto first = std::string_view::npos;
    for (auto const mark : {"\0\0\0\0{\"type\":"sv, "\0\0\0\0\xFF\xD8\xFF"sv})
        first = std::min(first, bytes.find(mark));
    if (first == std::string_view::npos) return std::nullopt;
    return first;
}

} // namespace watchpost::sessions
