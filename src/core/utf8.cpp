#include "utf8.hpp"

namespace watchpost {
namespace {

struct Form {
    std::size_t length;
    char32_t bits;
    char32_t smallest;
};

std::optional<Form> form_of(unsigned char lead) {
    if (lead < 0x80) return Form{1, lead, 0};
    if ((lead & 0xE0U) == 0xC0U) return Form{2, lead & 0x1FU, 0x80};
    if ((lead & 0xF0U) == 0xE0U) return Form{3, lead & 0x0FU, 0x800};
    if ((lead & 0xF8U) == 0xF0U) return Form{4, lead & 0x07U, 0x10000};
    return std::nullopt;
}

} // namespace

std::optional<CodePoint> decode_utf8(std::string_view text) {
    auto const form = form_of(static_cast<unsigned char>(text.front()));
    if (!form || text.size() < form->length) return std::nullopt;
    char32_t value = form->bits;
    for (std::size_t i = 1; i < form->length; ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) return std::nullopt;
        value = (value << 6) | (byte & 0x3FU);
    }
    bool const surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < form->smallest || value > 0x10FFFF || surrogate) return std::nullopt;
    return CodePoint{value, form->length};
}

} // namespace watchpost
