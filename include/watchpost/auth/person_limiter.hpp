#pragma once

#include <watchpost/auth/wrong_count.hpp>
#include <watchpost/core/ip_address.hpp>

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::auth {

/// A pause for each name (SECURITY rule 6), however many places the guesses come from: the 20th wrong password, and
/// each after it, closes the name for a time that doubles from 10 s to 5 min. It stays open at the places where this
/// person has come in before, so that nobody else can keep the person out there. Names that nobody has are counted
/// alike, which tells nobody which ones there are; of them at most kMaxStrangers are remembered.
class PersonLimiter {
public:
    static constexpr int kFree = 19;               ///< wrong ones without a consequence
    static constexpr std::size_t kKnownPlaces = 8; ///< of one person, the newest
    static constexpr std::size_t kMaxStrangers = 1024;

    /// Whom there is. What is known of the others is forgotten.
    void set_people(std::vector<std::string> const& names);

    /// `place` as `OwnLinks::place_of` says.
    bool is_open(std::string_view name, IpAddress const& place, SteadyTime now) const;
    void on_wrong(std::string const& name, SteadyTime now);
    /// The person came in: the count begins anew.
    void on_right(std::string const& name, IpAddress const& place);

    /// Names that nobody has.
    std::size_t strangers() const { return strangers_.size(); }

private:
    struct Person {
        WrongCount wrong{kFree};
        std::deque<IpAddress> places; ///< newest first
    };

    std::map<std::string, Person, std::less<>> people_;
    std::map<std::string, WrongCount, std::less<>> strangers_;
};

} // namespace watchpost::auth
