#pragma once

#include <watchpost/core/result.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace watchpost::net {

/// One field of a form.
struct FormPart {
    std::string name;
    std::optional<std::string> filename; ///< as the sender called it; never a path to be used
    std::string_view bytes;              ///< a view of the body
};

/// The most parts that a form may have.
inline constexpr std::size_t kMaxFormParts = 8;

/// The fields of a `multipart/form-data` body (RFC 7578, RFC 2046 section 5.1), in order; the parts view `body`.
/// Strict: every part has one Content-Disposition with a name that no other part has, nothing is encoded (a
/// Content-Transfer-Encoding other than 7bit, 8bit or binary), and there is neither a preamble nor an epilogue but one
/// line break each. The error says what is wrong in a sentence. Linear in the size; the caller bounds the size.
Result<std::vector<FormPart>> parse_form_data(std::string_view content_type, std::string_view body);

} // namespace watchpost::net
