#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace watchpost::hub {

/// What led to nothing, counted for `/metrics`.
struct Traffic {
    std::map<std::string, std::uint64_t>
        invalid_messages; ///< by endpoint: broken JSON, binary where text belongs, out of step
    std::map<std::string, std::uint64_t> unknown_messages; ///< well-formed, of a type that nobody knows
    std::map<std::string, std::uint64_t> trimmed_pictures; ///< by endpoint: bytes around them were cut off
    std::map<std::string, std::uint64_t> refused_photos;   ///< by why they were not kept
    std::map<std::string, std::uint64_t> refusals;         ///< of requests, by their reason
    std::map<std::string, std::uint64_t> over_quota; ///< of boards: "texts", "events", "complaints" that were dropped

    std::uint64_t all_invalid_messages() const {
        std::uint64_t sum = 0;
        for (auto const& [endpoint, count] : invalid_messages)
            sum += count;
        return sum;
    }
};

} // namespace watchpost::hub
