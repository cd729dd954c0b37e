#include "complain.hpp"
#include "terminal.hpp"

#include <watchpost/app/secrets_commands.hpp>
#include <watchpost/auth/passwords.hpp>
#include <watchpost/auth/secrets_file.hpp>
#include <watchpost/core/clock.hpp>

#include <algorithm>
#include <iostream>

namespace watchpost::app {
namespace {

using auth::Secrets;

constexpr std::size_t kLongestToken = 256;
constexpr std::size_t kShortToken = 20;

/// Loads the configuration and gives the path of the secrets file to `work`, whose error is the user's.
template <class Work>
int with_secrets_file(settings::LoadRequest const& configuration, Work work) {
    auto const settings = settings::load(configuration);
    if (!settings) return complain(settings.error().message, exit_status::kConfiguration);
    if (std::optional<Error> const failure = work(settings::secrets_path(*settings)))
        return complain(failure->message, exit_status::kFailed);
    return exit_status::kDone;
}

Error bad_name(std::string const& name) {
    return {"\"" + name + "\" is not a name; it must be 1 to 32 of the characters a-z, 0-9, _ and -"};
}

bool is_token(std::string const& text) {
    return !text.empty() && text.size() <= kLongestToken &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e && c != ','; });
}

Result<std::string> imported_token() {
    auto token = read_secret_line("token");
    if (!token) return token;
    if (!is_token(*token))
        return Error{
            "the token is not usable; it must be 1 to 256 visible ASCII characters without a comma or a space"};
    if (token->size() < kShortToken)
        std::cerr << "watchpost: this token is short, and may be guessed; give the board a new one when you can"
                  << std::endl;
    return token;
}

} // namespace

int token_new(settings::LoadRequest const& configuration, NewToken const& wanted) {
    auto const kind = auth::token_kind_from(wanted.kind);
    if (!kind)
        return complain("--kind: \"" + wanted.kind + "\" is not known; it must be esp32cam, pico, viewer or operator",
                        exit_status::kUsage);
    if (!is_device_id(wanted.name)) return complain("--name: " + bad_name(wanted.name).message, exit_status::kUsage);
    auto const token = wanted.from_stdin ? imported_token() : Result<std::string>(auth::random_token());
    if (!token) return complain(token.error().message, exit_status::kUsage);
    int const status = with_secrets_file(configuration, [&](std::filesystem::path const& path) {
        return auth::change_secrets(path, [&](Secrets& secrets) -> std::optional<Error> {
            for (auto const& one : secrets.tokens)
                if (one.kind == *kind && one.name == wanted.name)
                    return Error{"the " + wanted.kind + " \"" + wanted.name + "\" has a token; first run: watchpost " +
                                 "token revoke --kind " + wanted.kind + " " + wanted.name};
            secrets.tokens.push_back({*kind, wanted.name, secrets.key.hash(*token), to_rfc3339(SystemClock().wall())});
            return std::nullopt;
        });
    });
    if (status == exit_status::kDone && !wanted.from_stdin) {
        std::cerr << "This token is shown only now:" << std::endl;
        std::cout << *token << std::endl;
    }
    return status;
}

int token_list(settings::LoadRequest const& configuration) {
    return with_secrets_file(configuration, [](std::filesystem::path const& path) -> std::optional<Error> {
        auto const secrets = auth::load_secrets(path);
        if (!secrets) return secrets.error();
        for (auto const& token : secrets->tokens)
            std::cout << auth::to_string(token.kind) << "\t" << token.name << "\t" << token.made << "\n";
        std::cout << std::flush;
        return std::nullopt;
    });
}

int token_revoke(settings::LoadRequest const& configuration, std::string const& name, std::string const& kind) {
    auto const wanted = auth::token_kind_from(kind);
    if (!kind.empty() && !wanted)
        return complain("--kind: \"" + kind + "\" is not known; it must be esp32cam, pico, viewer or operator",
                        exit_status::kUsage);
    return with_secrets_file(configuration, [&](std::filesystem::path const& path) {
        return auth::change_secrets(path, [&](Secrets& secrets) -> std::optional<Error> {
            auto const count = std::erase_if(secrets.tokens, [&](auto const& token) {
                return token.name == name && (kind.empty() || token.kind == *wanted);
            });
            if (count == 0) return Error{"there is no token of that name; see watchpost token list"};
            return std::nullopt;
        });
    });
}

int passwd(settings::LoadRequest const& configuration, PasswordChange const& change) {
    auto const role = auth::role_from(change.role);
    if (!change.role.empty() && !role)
        return complain("--role: \"" + change.role + "\" is not known; it must be viewer or operator",
                        exit_status::kUsage);
    if (!is_device_id(change.name)) return complain(bad_name(change.name).message, exit_status::kUsage);
    std::string hash;
    if (!change.remove) {
        auto const password = read_secret_line("password");
        if (!password) return complain(password.error().message, exit_status::kUsage);
        auto const hashed = auth::hash_password(*password);
        if (!hashed) return complain(hashed.error().message, exit_status::kUsage);
        hash = *hashed;
    }
    return with_secrets_file(configuration, [&](std::filesystem::path const& path) {
        return auth::change_secrets(path, [&](Secrets& secrets) -> std::optional<Error> {
            auto const person = std::find_if(secrets.people.begin(), secrets.people.end(),
                                             [&](auto const& one) { return one.name == change.name; });
            bool const is_known = person != secrets.people.end();
            if (change.remove && !is_known) return Error{"there is nobody with the name " + change.name};
            if (change.remove) {
                secrets.people.erase(person);
            } else if (is_known) {
                person->password = hash;
                person->role = role.value_or(person->role);
            } else {
                secrets.people.push_back({change.name, role.value_or(auth::Role::viewer), hash});
            }
            return std::nullopt;
        });
    });
}

} // namespace watchpost::app
