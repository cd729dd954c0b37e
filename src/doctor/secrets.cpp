#include "checks.hpp"
#include "service_eyes.hpp"

#include <watchpost/auth/secrets_file.hpp>

#include <algorithm>

namespace watchpost::doctor {
namespace {

Result<auth::Secrets> load(std::filesystem::path const& path, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    return auth::load_secrets(path);
}

bool is_missing(settings::Settings const& settings, Machine const& machine) {
    ServiceEyes const eyes(machine.account);
    std::error_code ignored;
    return !settings.secrets_file.empty() && !std::filesystem::exists(settings.secrets_file, ignored);
}

Finding people(auth::Secrets const& secrets) {
    std::string const thing = "people";
    if (secrets.people.empty())
        return {Grade::warn, thing, "nobody has a password, so they come in from this machine only",
                "run: watchpost passwd NAME --role operator"};
    return {Grade::ok, thing, std::to_string(secrets.people.size()) + " have a password"};
}

Finding boards(auth::Secrets const& secrets, std::vector<settings::Board> const& boards) {
    std::string const thing = "boards";
    auto const here = std::count_if(secrets.tokens.begin(), secrets.tokens.end(),
                                    [](auto const& token) { return auth::board_of(token.kind).has_value(); });
    auto const in_plain_text =
        std::count_if(boards.begin(), boards.end(), [](auto const& board) { return !board.token.empty(); });
    if (here + in_plain_text == 0)
        return {Grade::warn, thing, "none has a token, so they come in from this machine only",
                "run: watchpost token new --kind esp32cam --name ID"};
    if (in_plain_text > 0)
        return {Grade::warn, thing,
                std::to_string(in_plain_text) + " have their token in the configuration, in plain text",
                "keep a hash of it instead: watchpost token new --kind KIND --name ID --stdin"};
    return {Grade::ok, thing, std::to_string(here) + " have a token"};
}

} // namespace

Findings check_secrets(settings::Settings const& settings, Machine const& machine) {
    auto const secrets = load(settings::secrets_path(settings), machine);
    if (!secrets) return {{Grade::fail, "secrets", secrets.error().message}};
    Findings findings{people(*secrets), boards(*secrets, settings.boards)};
    if (is_missing(settings, machine))
        findings.push_back({Grade::warn, "secrets_file", settings.secrets_file.string() + " is not there",
                            "run: watchpost passwd NAME --role operator, which makes it"});
    return findings;
}

} // namespace watchpost::doctor
