#include "jpeg_maker.hpp"

#include "stamp.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <random>
#include <span>
#include <stdexcept>
#include <utility>

namespace fanbench {
namespace {

constexpr std::array<std::uint8_t, 16> kDcBits{0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0};
constexpr std::array<std::uint8_t, 12> kDcValues{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr std::array<std::uint8_t, 16> kAcBits{0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 0x7d};
// clang-format off
constexpr std::array<std::uint8_t, 162> kAcValues{
    0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
    0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
    0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37,
    0x38, 0x39, 0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59,
    0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83,
    0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0xa2, 0xa3,
    0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3,
    0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xe1, 0xe2,
    0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1, 0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa};
// clang-format on

constexpr std::uint8_t kEndOfBlock = 0x00;
constexpr std::size_t kCoefficients = 64;

struct Code {
    std::uint32_t bits = 0;
    unsigned length = 0;
};
using Codes = std::array<Code, 256>;

/// T.81 annex C.
Codes codes_of(std::span<std::uint8_t const, 16> lengths, std::span<std::uint8_t const> values) {
    Codes codes{};
    std::uint32_t next = 0;
    std::size_t at = 0;
    for (unsigned length = 1; length <= lengths.size(); ++length, next <<= 1U)
        for (unsigned i = 0; i < lengths[length - 1]; ++i)
            codes.at(values[at++]) = {next++, length};
    return codes;
}

class Writer {
public:
    void byte(unsigned value) { out_.push_back(static_cast<char>(value)); }
    void bytes(std::span<std::uint8_t const> values) { out_.append(values.begin(), values.end()); }
    void segment(unsigned marker, std::size_t length) {
        byte(0xFF);
        byte(marker);
        byte(static_cast<unsigned>(length >> 8U));
        byte(static_cast<unsigned>(length & 0xFFU));
    }
    /// Into the coded picture, where a zero follows each 0xFF.
    void bits(std::uint32_t value, unsigned count) {
        waiting_ = waiting_ << count | value;
        for (waiting_count_ += count; waiting_count_ >= 8; waiting_count_ -= 8) {
            auto const whole = static_cast<unsigned>(waiting_ >> (waiting_count_ - 8)) & 0xFFU;
            byte(whole);
            if (whole == 0xFF) byte(0);
        }
        waiting_ &= (1ULL << waiting_count_) - 1;
    }
    void fill_last_byte() {
        if (waiting_count_ != 0) bits((1U << (8 - waiting_count_)) - 1, 8 - waiting_count_);
    }
    void code(Code const& code) { bits(code.bits, code.length); }
    /// A coefficient behind the code that tells its size (T.81 F.1.2.1).
    void coefficient(int value, unsigned size) {
        if (size != 0) bits(static_cast<std::uint32_t>(value < 0 ? value + (1 << size) - 1 : value), size);
    }
    std::size_t size() const { return out_.size(); }
    std::string take() { return std::move(out_); }

private:
    std::string out_;
    std::uint64_t waiting_ = 0;
    unsigned waiting_count_ = 0;
};

unsigned size_of(int value) {
    unsigned size = 0;
    for (int left = std::abs(value); left != 0; left >>= 1)
        ++size;
    return size;
}

void write_headers(Writer& out, unsigned width, unsigned height) {
    out.byte(0xFF);
    out.byte(0xD8);
    out.segment(0xE0, 16);
    out.bytes(std::array<std::uint8_t, 14>{'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
    out.segment(0xDB, 67);
    out.byte(0);
    for (std::size_t i = 0; i < kCoefficients; ++i)
        out.byte(16);
    out.segment(0xC0, 11);
    for (auto const value : {8U, height >> 8U, height & 0xFFU, width >> 8U, width & 0xFFU, 1U, 1U, 0x11U, 0U})
        out.byte(value);
    out.segment(0xC4, 2 + 17 + kDcValues.size());
    out.byte(0x00);
    out.bytes(kDcBits);
    out.bytes(kDcValues);
    out.segment(0xC4, 2 + 17 + kAcValues.size());
    out.byte(0x10);
    out.bytes(kAcBits);
    out.bytes(kAcValues);
    out.segment(0xDA, 8);
    for (auto const value : {1U, 1U, 0U, 0U, 63U, 0U})
        out.byte(value);
}

} // namespace

std::string make_jpeg(int width, int height, std::size_t wanted, std::uint32_t seed) {
    Writer out;
    write_headers(out, static_cast<unsigned>(width), static_cast<unsigned>(height));
    auto const dc = codes_of(kDcBits, kDcValues);
    auto const ac = codes_of(kAcBits, kAcValues);
    std::mt19937 random{seed};
    auto const blocks = static_cast<std::size_t>((width + 7) / 8) * static_cast<std::size_t>((height + 7) / 8);
    int previous = 0;
    for (std::size_t i = 0; i < blocks; ++i) {
        int const value = static_cast<int>(random() % 101) - 50;
        int const difference = value - std::exchange(previous, value);
        auto const size = size_of(difference);
        out.code(dc.at(size));
        out.coefficient(difference, size);
        // The bytes that are left are spent evenly on the blocks that are left.
        auto const target = wanted > out.size() + 2 ? (wanted - out.size() - 2) / (blocks - i) : 0;
        auto const end = out.size() + target;
        std::size_t k = 1;
        for (; k < kCoefficients && out.size() < end; ++k) {
            int coefficient = static_cast<int>(random() % 15) - 7;
            if (coefficient == 0) coefficient = 1;
            auto const bits = size_of(coefficient);
            out.code(ac.at(bits));
            out.coefficient(coefficient, bits);
        }
        if (k < kCoefficients) out.code(ac.at(kEndOfBlock));
    }
    out.fill_last_byte();
    out.byte(0xFF);
    out.byte(0xD9);
    return out.take();
}

std::string make_jpeg(std::size_t wanted, std::uint32_t seed) {
    if (wanted < 6'000) return make_jpeg(64, 64, wanted, seed);
    if (wanted < 20'000) return make_jpeg(320, 240, wanted, seed);
    return make_jpeg(640, 480, wanted, seed);
}

std::string stamped(std::string const& jpeg, std::size_t bytes, std::uint32_t camera) {
    constexpr std::size_t longest_segment = 65'535 + 2;
    constexpr std::size_t shortest_segment = 4;
    if (!jpeg.starts_with("\xff\xd8")) throw std::invalid_argument("not a JPEG");
    auto out = stamp_segment(camera);
    auto const size = out.size() + jpeg.size() - 2;
    if (bytes != 0 && bytes < size)
        throw std::invalid_argument("the JPEG with its stamp has " + std::to_string(size) + " bytes, more than wanted");
    auto padding = bytes == 0 ? 0 : bytes - size;
    while (padding > 0) {
        if (padding < shortest_segment)
            throw std::invalid_argument("no segment has " + std::to_string(padding) + " bytes: want another size");
        auto segment = std::min(padding, longest_segment);
        if (padding > segment && padding - segment < shortest_segment) segment -= shortest_segment;
        auto const length = segment - 2;
        out += {'\xff', '\xfe', static_cast<char>(length >> 8U), static_cast<char>(length & 0xFFU)};
        out.append(length - 2, 'p');
        padding -= segment;
    }
    return out + jpeg.substr(2);
}

} // namespace fanbench
