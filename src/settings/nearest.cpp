#include "nearest.hpp"

#include <algorithm>
#include <numeric>

namespace watchpost::settings {
namespace {

constexpr std::size_t kLongestCompared = 64;

// Letters to insert, remove or exchange (Levenshtein).
std::size_t edits_between(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            std::size_t const exchanged = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({exchanged, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace

std::string nearest(std::string_view word, std::vector<std::string> const& candidates) {
    if (word.size() > kLongestCompared) return {};
    std::string best;
    std::size_t fewest = std::max<std::size_t>(2, word.size() / 4) + 1;
    for (auto const& candidate : candidates) {
        auto const edits = edits_between(word, candidate);
        if (edits < fewest && edits < candidate.size()) {
            fewest = edits;
            best = candidate;
        }
    }
    return best;
}

std::string suggestion(std::string_view word, std::vector<std::string> const& candidates) {
    auto const best = nearest(word, candidates);
    return best.empty() ? best : " (did you mean " + best + "?)";
}

} // namespace watchpost::settings
