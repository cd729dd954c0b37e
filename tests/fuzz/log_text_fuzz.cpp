// Whatever a peer says: what stands of it in a log is bounded, valid UTF-8, one line, and drives no terminal.

#include "property.hpp"
#include "text_rules.hpp"

#include <watchpost/core/printable.hpp>

#include <string>

using namespace watchpost;
using fuzz::require;

namespace {

constexpr std::size_t kLongestEscape = 4; ///< bytes for one byte: "\xNN", or "\u{NNNN}" for two and more
constexpr std::string_view kEllipsis = "…";

void check_printable(std::string_view raw, std::size_t limit) {
    auto const shown = printable(raw, limit);
    require(fuzz::is_utf8(shown), "printable text is UTF-8", shown);
    require(fuzz::is_one_plain_line(shown), "printable text is one plain line", shown);
    require(shown.size() <= kLongestEscape * std::min(limit, raw.size()) + kEllipsis.size(),
            "printable text is bounded by its limit", shown);
    if (raw.size() > limit) require(shown.ends_with(kEllipsis), "an ellipsis tells that something was cut", shown);
    if (raw.size() <= limit && fuzz::is_utf8(raw) && fuzz::is_one_plain_line(raw))
        require(shown == raw, "plain text stays as it is", shown);
    require(printable(shown, shown.size()) == shown, "printable text is printable", shown);
}

void check_valid_utf8(std::string_view raw) {
    auto const mended = valid_utf8(raw);
    require(fuzz::is_utf8(mended), "mended text is UTF-8", mended);
    require(mended.size() <= 3 * raw.size(), "mending is bounded", mended);
    if (fuzz::is_utf8(raw)) require(mended == raw, "UTF-8 stays as it is", mended);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::Input input{data, size};
    auto const limit = input.byte();
    check_printable(input.rest(), limit);
    check_printable(input.rest(), input.rest().size());
    check_valid_utf8(input.rest());
    return 0;
}
