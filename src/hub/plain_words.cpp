#include "plain_words.hpp"

#include <array>

namespace watchpost::hub {
namespace {

constexpr std::array kNumbers{"No",    "One",   "Two",  "Three", "Four",   "Five",  "Six",
                              "Seven", "Eight", "Nine", "Ten",   "Eleven", "Twelve"};

} // namespace

std::string counted(std::uint64_t count, std::string_view thing, std::string_view plural) {
    std::string text = count < kNumbers.size() ? kNumbers[count] : std::to_string(count);
    text += ' ';
    if (count != 1 && !plural.empty()) return text += plural;
    text += thing;
    if (count != 1) text += 's';
    return text;
}

std::string for_people(SteadyTime::duration duration) {
    using namespace std::chrono;
    if (duration < seconds(10)) {
        auto const tenths = duration_cast<milliseconds>(duration).count() / 100;
        return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
    }
    if (duration < minutes(2)) return std::to_string(duration_cast<seconds>(duration).count()) + " s";
    if (duration < hours(2)) return std::to_string(duration_cast<minutes>(duration).count()) + " min";
    auto const whole = duration_cast<hours>(duration).count();
    return whole < 48 ? std::to_string(whole) + " h" : std::to_string(whole / 24) + " days";
}

std::string bytes_for_people(std::uint64_t bytes) {
    return bytes < 1024 ? std::to_string(bytes) + " bytes" : std::to_string(bytes / 1024) + " KB";
}

} // namespace watchpost::hub
