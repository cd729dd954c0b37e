#include "photo_name.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <vector>

namespace watchpost::archive {
namespace {

using std::chrono::milliseconds;

/// More than will ever come, and with room to count on.
constexpr std::uint64_t kMostArrivals = 1'000'000'000'000'000'000;
constexpr std::size_t kTimeLength = 19; // "20261124-123210-123"

std::string time_word(WallTime time) {
    auto const whole = std::chrono::floor<std::chrono::seconds>(time);
    auto const millis = std::chrono::duration_cast<milliseconds>(time - whole).count();
    std::time_t const since_epoch = std::chrono::system_clock::to_time_t(whole);
    std::tm parts{};
    gmtime_r(&since_epoch, &parts);
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), "%04d%02d%02d-%02d%02d%02d-%03d", parts.tm_year + 1900, parts.tm_mon + 1,
                  parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, static_cast<int>(millis));
    return text.data();
}

std::optional<int> number(std::string_view digits, int highest) {
    int value = 0;
    auto const read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (digits.empty() || read.ec != std::errc{} || read.ptr != digits.data() + digits.size()) return std::nullopt;
    if (value < 0 || value > highest) return std::nullopt;
    return value;
}

std::optional<WallTime> read_time(std::string_view word) {
    if (word.size() != kTimeLength || word[8] != '-' || word[15] != '-') return std::nullopt;
    auto const date = number(word.substr(0, 8), 99991231);
    auto const time = number(word.substr(9, 6), 235959);
    auto const millis = number(word.substr(16), 999);
    if (!date || !time || !millis) return std::nullopt;
    std::tm parts{};
    parts.tm_year = *date / 10000 - 1900;
    parts.tm_mon = *date / 100 % 100 - 1;
    parts.tm_mday = *date % 100;
    parts.tm_hour = *time / 10000;
    parts.tm_min = *time / 100 % 100;
    parts.tm_sec = *time % 100;
    return std::chrono::system_clock::from_time_t(timegm(&parts)) + milliseconds(*millis);
}

std::vector<std::string_view> words_of(std::string_view id) {
    std::vector<std::string_view> words;
    for (;;) {
        auto const dot = id.find('.');
        words.push_back(id.substr(0, dot));
        if (dot == std::string_view::npos) return words;
        id.remove_prefix(dot + 1);
    }
}

bool read_term(std::string_view word, PhotoTerms& terms) {
    if (word == "dark") {
        terms.flash = false;
    } else if (word.starts_with('q')) {
        terms.quality = number(word.substr(1), 100);
        return terms.quality.has_value();
    } else if (word.starts_with('f')) {
        terms.flash = true;
        terms.intensity = number(word.substr(1), 100);
        return terms.intensity || word == "f";
    } else {
        return false;
    }
    return true;
}

bool read_arrival(std::string_view word, std::uint64_t& arrival) {
    if (!word.starts_with('n')) return false;
    auto const read = std::from_chars(word.data() + 1, word.data() + word.size(), arrival);
    return read.ec == std::errc{} && read.ptr == word.data() + word.size() && arrival <= kMostArrivals;
}

std::string id_of(StoredPhoto const& photo) {
    auto id = time_word(photo.taken) + "." + photo.camera + "." + std::to_string(photo.width) + "x" +
              std::to_string(photo.height);
    auto const& terms = photo.terms;
    if (terms.quality) id += ".q" + std::to_string(*terms.quality);
    if (terms.flash == true) id += ".f" + (terms.intensity ? std::to_string(*terms.intensity) : std::string());
    if (terms.flash == false) id += ".dark";
    if (photo.arrival > 0) id += ".n" + std::to_string(photo.arrival);
    return id;
}

} // namespace

std::string photo_id(Photo const& photo, std::uint64_t arrival) {
    return id_of({{}, photo.camera, 0, photo.width, photo.height, photo.terms, photo.taken, arrival, 0});
}

std::optional<StoredPhoto> read_photo_id(std::string_view id) {
    auto const words = words_of(id);
    if (words.size() < 3) return std::nullopt;
    StoredPhoto photo;
    photo.id = std::string(id);
    photo.camera = std::string(words[1]);
    auto const taken = read_time(words[0]);
    auto const cross = words[2].find('x');
    if (!taken || !is_device_id(photo.camera) || cross == std::string_view::npos) return std::nullopt;
    auto const width = number(words[2].substr(0, cross), 65535);
    auto const height = number(words[2].substr(cross + 1), 65535);
    if (!width || !height) return std::nullopt;
    photo.taken = *taken;
    photo.width = static_cast<std::uint16_t>(*width);
    photo.height = static_cast<std::uint16_t>(*height);
    for (std::size_t i = 3; i < words.size(); ++i)
        if (!read_arrival(words[i], photo.arrival) && !read_term(words[i], photo.terms)) return std::nullopt;
    // Only what we would write ourselves: one photo has one name.
    if (id_of(photo) != id) return std::nullopt;
    return photo;
}

} // namespace watchpost::archive
