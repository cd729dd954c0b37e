#include "temporary_folder.hpp"

#include <stdlib.h>

#include <string>
#include <system_error>

namespace watchpost::app {

TemporaryFolder::TemporaryFolder() {
    std::error_code error;
    auto name = (std::filesystem::temp_directory_path(error) / "watchpost-demo-XXXXXX").string();
    if (!error && ::mkdtemp(name.data()) != nullptr) path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    if (path_) std::filesystem::remove_all(*path_, ignored);
}

} // namespace watchpost::app
