#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace watchpost::media {

/// Steps through the bytes of a JPEG; never past their end. After a step that failed because the bytes ran out,
/// `at_end()` is true and stays so.
class JpegReader {
public:
    explicit JpegReader(std::span<std::uint8_t const> bytes)
        : rest_(bytes) {}

    bool at_end() const { return rest_.empty(); }
    std::span<std::uint8_t const> rest() const { return rest_; }

    /// To the last of the 0xFF bytes that begin here.
    void skip_fill();

    std::optional<std::uint8_t> byte();

    /// The code of the marker that begins here, after any fill bytes (T.81, B.1.1.2).
    std::optional<std::uint8_t> marker();

    /// The content of the segment whose length begins here, without the length (T.81, B.1.1.4).
    std::optional<std::span<std::uint8_t const>> segment();

    /// To the next marker that is not a restart marker; false when there is none.
    bool skip_entropy_coded();

private:
    std::span<std::uint8_t const> rest_;
};

} // namespace watchpost::media
