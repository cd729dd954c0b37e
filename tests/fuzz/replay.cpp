// Runs a fuzz target without libFuzzer: each file of a folder, then so many inputs made out of them, the same ones
// every time. What breaks the target is left in a file whose name is printed.

#include <sanitizer/common_interface_defs.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

using Input = std::vector<std::uint8_t>;

constexpr std::size_t kLongest = 64 * 1024;
constexpr std::array<std::string_view, 12> kWords{
    "-1",   "1e999", "18446744073709551616", "9007199254740993.0", "\xC0\x80", "\xE2\x80\xAE", "\r\n", "%2F", "..", ",",
    "[[[[", "\x1B["};

Input const* under_way = nullptr;
std::string saved_as;

/// Only what a dying process may still do.
void save_input() {
    if (under_way == nullptr) return;
    if (auto* const file = std::fopen(saved_as.c_str(), "wb")) {
        std::fwrite(under_way->data(), 1, under_way->size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in %s\n", saved_as.c_str());
    }
    under_way = nullptr;
}

void run(Input const& input) {
    under_way = &input;
    // A copy of exactly this size, so that the sanitizer sees a byte too many.
    Input const exact(input);
    LLVMFuzzerTestOneInput(exact.data(), exact.size());
    under_way = nullptr;
}

std::vector<Input> seeds_in(std::filesystem::path const& folder) {
    std::vector<std::filesystem::path> paths;
    for (auto const& entry : std::filesystem::directory_iterator(folder))
        paths.push_back(entry.path());
    std::sort(paths.begin(), paths.end());
    std::vector<Input> seeds;
    for (auto const& path : paths) {
        std::ifstream file(path, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return seeds;
}

class Changer {
public:
    explicit Changer(std::vector<Input> const& seeds)
        : seeds_(seeds) {}

    Input next() {
        auto input = any_seed();
        for (auto changes = below(4) + 1; changes > 0; --changes)
            change(input);
        input.resize(std::min(input.size(), kLongest));
        return input;
    }

private:
    /// The standard's distributions differ between libraries; this does not.
    std::size_t below(std::size_t bound) { return random_() % bound; }
    Input const& any_seed() { return seeds_[below(seeds_.size())]; }

    void change(Input& input) {
        auto const place = input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1));
        auto const left = static_cast<std::size_t>(input.end() - place);
        auto const end = place + static_cast<std::ptrdiff_t>(below(std::min<std::size_t>(left, 32) + 1));
        switch (below(7)) {
        case 0:
            if (left > 0) *place = static_cast<std::uint8_t>(*place ^ (1U << below(8)));
            break;
        case 1:
            if (left > 0) *place = static_cast<std::uint8_t>(random_());
            break;
        case 2:
            input.erase(place, end);
            break;
        case 3:
            input.insert(place, 1 + below(4), static_cast<std::uint8_t>(random_()));
            break;
        case 4: {
            Input const copy(place, end);
            input.insert(place, copy.begin(), copy.end());
            break;
        }
        case 5: {
            auto const& word = kWords[below(kWords.size())];
            input.insert(input.erase(place, end), word.begin(), word.end());
            break;
        }
        default: {
            auto const& other = any_seed();
            input.erase(place, input.end());
            auto const tail = std::min(other.size(), below(other.size() + 1));
            input.insert(input.end(), other.begin() + static_cast<std::ptrdiff_t>(tail), other.end());
        }
        }
    }

    std::vector<Input> const& seeds_;
    std::minstd_rand random_{20'261'126};
};

} // namespace

int main(int argc, char** argv) {
    std::span<char*> const arguments(argv, static_cast<std::size_t>(argc));
    std::size_t runs = 0;
    bool sound = arguments.size() == 3;
    if (sound) {
        std::string_view const text = arguments[2];
        sound = std::from_chars(text.data(), text.data() + text.size(), runs).ec == std::errc{};
    }
    auto const seeds = sound ? seeds_in(arguments[1]) : std::vector<Input>{};
    if (seeds.empty()) {
        std::fprintf(stderr, "usage: %s FOLDER-WITH-SEEDS RUNS\n", arguments[0]);
        return 2;
    }
    saved_as = std::string(arguments[0]) + ".broken";
    std::signal(SIGABRT, [](int) { save_input(); });
    __sanitizer_set_death_callback(save_input);
    for (auto const& seed : seeds)
        run(seed);
    Changer changer(seeds);
    for (std::size_t i = 0; i < runs; ++i)
        run(changer.next());
    std::printf("%zu seeds and %zu changed inputs: all well\n", seeds.size(), runs);
    return 0;
}
