#pragma once

#include <nlohmann/json.hpp>

#include <string>

/// nlohmann's JSON, whose parser and serializer are compiled once for all, in src/json: they are more than half of what
/// the compiler makes of a file that uses them. What is not named here still compiles, where it is used.
extern template class nlohmann::basic_json<>;

namespace nlohmann::detail {

using CharInput = iterator_input_adapter<char const*>;
using StringInput = iterator_input_adapter<std::string::const_iterator>;

extern template class lexer<json, CharInput>;
extern template class lexer<json, StringInput>;
extern template class parser<json, CharInput>;
extern template class parser<json, StringInput>;
extern template class json_sax_dom_parser<json>;
extern template class json_sax_dom_callback_parser<json>;
extern template class serializer<json>;

} // namespace nlohmann::detail
