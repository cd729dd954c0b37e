#include "jpeg_reader.hpp"

#include <watchpost/media/jpeg_walk.hpp>

#include <algorithm>
#include <array>
#include <bitset>
#include <numeric>

namespace watchpost::media {
namespace {

// ITU-T T.81, table B.1.
constexpr std::uint8_t kSof0 = 0xC0;
constexpr std::uint8_t kSof1 = 0xC1;
constexpr std::uint8_t kDht = 0xC4;
constexpr std::uint8_t kSofLast = 0xCF;
constexpr std::uint8_t kSoi = 0xD8;
constexpr std::uint8_t kEoi = 0xD9;
constexpr std::uint8_t kSos = 0xDA;
constexpr std::uint8_t kDqt = 0xDB;
constexpr std::uint8_t kDri = 0xDD;
constexpr std::uint8_t kApp0 = 0xE0;
constexpr std::uint8_t kApp15 = 0xEF;
constexpr std::uint8_t kCom = 0xFE;

constexpr int kMostSegments = 64;
constexpr std::size_t kAcTables = 0x10; ///< the class of their tables
constexpr std::uint16_t kMostWidth = 2592;
constexpr std::uint16_t kMostHeight = 1944;

bool is_side_segment(std::uint8_t marker) {
    return marker == kDht || marker == kDqt || marker == kDri || marker == kCom ||
           (marker >= kApp0 && marker <= kApp15);
}

bool is_foreign_process(std::uint8_t marker) {
    return marker > kSof1 && marker <= kSofLast && marker != kDht;
}

/// SOF2, 6, 10 and 14 (table B.1); the others are lossless, hierarchical or arithmetic.
bool is_progressive(std::uint8_t marker) {
    return is_foreign_process(marker) && (marker & 0x03) == 0x02;
}

class Walk {
public:
    explicit Walk(std::span<std::uint8_t const> bytes)
        : all_(bytes.size())
        , reader_(bytes) {}

    JpegCheck run() {
        reader_.skip_fill();
        auto const begin = all_ - reader_.rest().size();
        auto const verdict = picture();
        auto const size = verdict == JpegVerdict::ok ? all_ - begin - reader_.rest().size() : 0;
        return {verdict, width_, height_, begin, size, has_tables_};
    }

private:
    using Segment = std::span<std::uint8_t const>;

    JpegVerdict picture() {
        if (reader_.byte() != 0xFF || reader_.byte() != kSoi) return JpegVerdict::not_a_jpeg;
        for (int segments = 0; segments <= kMostSegments; ++segments) {
            auto const marker = reader_.marker();
            if (!marker) return reader_.at_end() ? JpegVerdict::truncated : JpegVerdict::malformed;
            if (*marker == kEoi) return scanned_ ? JpegVerdict::ok : JpegVerdict::malformed;
            auto const verdict = segment(*marker);
            if (verdict != JpegVerdict::ok) return verdict;
        }
        return JpegVerdict::malformed;
    }

    JpegVerdict segment(std::uint8_t marker) {
        if (is_progressive(marker)) return JpegVerdict::progressive;
        if (is_foreign_process(marker)) return JpegVerdict::unsupported;
        bool const is_frame = marker == kSof0 || marker == kSof1;
        if (!is_frame && marker != kSos && !is_side_segment(marker)) return JpegVerdict::malformed;
        if (marker == kSos && scanned_) return JpegVerdict::unsupported;
        auto const content = reader_.segment();
        if (!content) return reader_.at_end() ? JpegVerdict::truncated : JpegVerdict::malformed;
        if (is_frame) return frame_header(*content);
        if (marker == kDht) note_tables(*content);
        if (marker != kSos) return JpegVerdict::ok;
        auto const verdict = scan_header(*content);
        if (verdict != JpegVerdict::ok) return verdict;
        scanned_ = true;
        return reader_.skip_entropy_coded() ? JpegVerdict::ok : JpegVerdict::truncated;
    }

    /// B.2.2: precision, height, width, count, then an id, the sampling factors and a table for each component.
    JpegVerdict frame_header(Segment content) {
        if (components_ != 0 || content.size() < 6) return JpegVerdict::malformed;
        height_ = static_cast<std::uint16_t>(content[1] << 8 | content[2]);
        width_ = static_cast<std::uint16_t>(content[3] << 8 | content[4]);
        if (width_ == 0 || height_ == 0 || width_ > kMostWidth || height_ > kMostHeight) return JpegVerdict::too_large;
        if (content[0] != 8 || (content[5] != 1 && content[5] != 3)) return JpegVerdict::unsupported;
        components_ = content[5];
        if (content.size() != 6 + 3 * components_) return JpegVerdict::malformed;
        for (std::size_t i = 0; i < components_; ++i) {
            auto const part = content.subspan(6 + 3 * i, 3);
            ids_[i] = part[0];
            if (std::find(ids_.begin(), ids_.begin() + static_cast<std::ptrdiff_t>(i), part[0]) !=
                ids_.begin() + static_cast<std::ptrdiff_t>(i)) {
                return JpegVerdict::malformed;
            }
            if (!is_sampling_factor(part[1] >> 4) || !is_sampling_factor(part[1] & 0x0F) || part[2] > 3) {
                return JpegVerdict::malformed;
            }
        }
        return JpegVerdict::ok;
    }

    static bool is_sampling_factor(int factor) { return factor >= 1 && factor <= 4; }

    /// B.2.3: count, then an id and the tables for each component, then what only progressive pictures vary.
    JpegVerdict scan_header(Segment content) {
        if (components_ == 0 || content.empty()) return JpegVerdict::malformed;
        if (content[0] != components_) {
            return content[0] >= 1 && content[0] < components_ ? JpegVerdict::unsupported : JpegVerdict::malformed;
        }
        if (content.size() != 4 + 2 * components_) return JpegVerdict::malformed;
        for (std::size_t i = 0; i < components_; ++i) {
            if (content[1 + 2 * i] != ids_[i]) return JpegVerdict::malformed;
        }
        has_tables_ = names_known_tables(content);
        return JpegVerdict::ok;
    }

    /// B.2.4.2: for each table its class and number, how many codes there are of each length, and their values.
    void note_tables(Segment content) {
        constexpr std::size_t lengths = 16;
        while (content.size() > lengths) {
            tables_[content[0]] = true;
            auto const counts = content.subspan(1, lengths);
            auto const values = std::accumulate(counts.begin(), counts.end(), std::size_t{0});
            content = content.subspan(std::min(content.size(), 1 + lengths + values));
        }
    }

    bool names_known_tables(Segment scan) const {
        for (std::size_t i = 0; i < components_; ++i) {
            auto const selectors = scan[2 + 2 * i];
            std::size_t const dc = selectors >> 4;
            std::size_t const ac = kAcTables | (selectors & 0x0F);
            if (!tables_[dc] || !tables_[ac]) return false;
        }
        return true;
    }

    std::size_t all_; ///< bytes
    JpegReader reader_;
    std::uint16_t width_ = 0;
    std::uint16_t height_ = 0;
    std::size_t components_ = 0; ///< 0 until the frame header
    std::array<std::uint8_t, 3> ids_{};
    std::bitset<256> tables_; ///< Huffman tables that came, by class and number
    bool has_tables_ = false;
    bool scanned_ = false;
};

} // namespace

std::string_view to_string(JpegVerdict verdict) {
    switch (verdict) {
    case JpegVerdict::ok:
        return "ok";
    case JpegVerdict::not_a_jpeg:
        return "not_a_jpeg";
    case JpegVerdict::truncated:
        return "truncated";
    case JpegVerdict::malformed:
        return "malformed";
    case JpegVerdict::progressive:
        return "progressive";
    case JpegVerdict::too_large:
        return "too_large";
    case JpegVerdict::unsupported:
        return "unsupported";
    }
    return "unknown";
}

bool out_of_step(JpegVerdict verdict) {
    return verdict == JpegVerdict::not_a_jpeg || verdict == JpegVerdict::truncated;
}

std::string_view extra_bytes_of(JpegCheck const& check, std::size_t total) {
    if (check.begin == 0) return "behind the end";
    return check.begin + check.size == total ? "before the beginning" : "around the picture";
}

JpegCheck walk_jpeg(std::span<std::uint8_t const> bytes) {
    return Walk{bytes}.run();
}

} // namespace watchpost::media
