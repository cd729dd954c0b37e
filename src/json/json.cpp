#include <watchpost/json/json.hpp>

template class nlohmann::basic_json<>;

namespace nlohmann::detail {

template class lexer<json, CharInput>;
template class lexer<json, StringInput>;
template class parser<json, CharInput>;
template class parser<json, StringInput>;
template class json_sax_dom_parser<json>;
template class json_sax_dom_callback_parser<json>;
template class serializer<json>;

} // namespace nlohmann::detail
