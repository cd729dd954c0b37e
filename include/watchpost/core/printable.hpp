#pragma once

#include <string>
#include <string_view>

namespace watchpost {

/// `raw`, which a peer sent, as it may stand in a log line or on a terminal: control characters (C0, DEL, C1), broken
/// UTF-8 and bidirectional overrides become `\xNN` or `\u{NNNN}`; at most `limit` bytes of it are shown, and an
/// ellipsis tells that something was cut. The result is valid UTF-8 on one line. (SECURITY rule 19)
std::string printable(std::string_view raw, std::size_t limit = 128);

/// `printable` text in quotation marks; those within it become `\x22`, so that the last one is its end.
std::string in_quotes(std::string_view raw, std::size_t limit = 128);

/// `raw` with every broken UTF-8 sequence replaced by U+FFFD.
std::string valid_utf8(std::string_view raw);

} // namespace watchpost
