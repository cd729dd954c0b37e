#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>

namespace watchpost::fuzz {

/// Ends the run as a finding unless `holds`. `shown` goes to the terminal as it is: what broke the rule.
inline void require(bool holds, char const* rule, std::string_view shown = {}) {
    if (holds) return;
    std::fprintf(stderr, "broken: %s\n%.*s\n", rule, static_cast<int>(shown.size()), shown.data());
    std::abort();
}

/// What a target was given, as text.
inline std::string_view text_of(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

/// Takes an input apart. Once it is used up there are only zeros and empty texts.
class Input {
public:
    Input(std::uint8_t const* data, std::size_t size)
        : rest_(text_of(data, size)) {}

    bool empty() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

    std::uint8_t byte() {
        auto const one = some(1);
        return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one.front());
    }
    /// At most so many bytes.
    std::string_view some(std::size_t count) {
        auto const taken = rest_.substr(0, count);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    /// Up to `end`, which is skipped, or all that is left.
    std::string_view until(char end) {
        auto const taken = some(rest_.find(end));
        some(1);
        return taken;
    }

private:
    std::string_view rest_;
};

} // namespace watchpost::fuzz
