#include "deed_log.hpp"

#include <watchpost/logging/logging.hpp>

namespace watchpost::app {

void DeedLog::on_deed(Deed const& deed) {
    LogFields fields{{"KIND", deed.author.kind}};
    auto const add = [&fields](char const* name, std::string const& value) {
        if (!value.empty()) fields.emplace_back(name, value);
    };
    add("WHO", deed.author.name);
    add("ADDRESS", deed.author.address);
    add("ENDPOINT", deed.author.endpoint);
    add("TARGET", deed.target);
    add("DETAIL", deed.detail);
    add("REASON", deed.reason);
    if (deed.command != 0) add("COMMAND", std::to_string(deed.command));
    if (deed.count != 1) add("COUNT", std::to_string(deed.count));
    add("WHAT", deed.what);
    add("RESULT", deed.result);
    log_with_fields("audit: " + deed.what + " " + deed.result, fields);
}

} // namespace watchpost::app
