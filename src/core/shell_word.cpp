#include <watchpost/core/shell_word.hpp>

#include <algorithm>
#include <string_view>

namespace watchpost {

std::string shell_word(std::filesystem::path const& path) {
    auto const plain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/._-+@%:,").find(c) != std::string_view::npos;
    };
    auto const text = path.string();
    if (!text.empty() && !text.starts_with('-') && std::all_of(text.begin(), text.end(), plain)) return text;
    std::string word = text.starts_with('-') ? "'./" : "'";
    for (char const c : text)
        word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + "'";
}

} // namespace watchpost
