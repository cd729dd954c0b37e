#pragma once

#include <string>

namespace watchpost::settings {

/// Why `word` is no origin of a page, as what follows the word in a sentence; empty when it is one.
std::string fault_of_origin(std::string const& word);

} // namespace watchpost::settings
