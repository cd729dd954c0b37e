#include <watchpost/auth/secrets.hpp>
#include <watchpost/json/json.hpp>

#include <algorithm>
#include <array>

namespace watchpost::auth {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::array kKinds{TokenKind::esp32cam, TokenKind::pico, TokenKind::viewer, TokenKind::operator_};

std::optional<std::string> text_in(json const& object, char const* name) {
    auto const found = object.find(name);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::optional<Secrets::Person> read_person(json const& entry) {
    if (!entry.is_object()) return std::nullopt;
    auto name = text_in(entry, "name");
    auto const role = role_from(text_in(entry, "role").value_or(""));
    auto password = text_in(entry, "password");
    if (!name || !is_device_id(*name) || !role || !password || !password->starts_with("$argon2id$"))
        return std::nullopt;
    return Secrets::Person{std::move(*name), *role, std::move(*password)};
}

std::optional<Secrets::Token> read_token(json const& entry) {
    if (!entry.is_object()) return std::nullopt;
    auto const kind = token_kind_from(text_in(entry, "kind").value_or(""));
    auto name = text_in(entry, "name");
    auto const hash = from_hex(text_in(entry, "hash").value_or(""));
    if (!kind || !name || !is_device_id(*name) || !hash) return std::nullopt;
    return Secrets::Token{*kind, std::move(*name), *hash, text_in(entry, "made").value_or("")};
}

/// What is wrong, or nothing.
template <class Entry, class Read>
std::optional<Error> read_list(json const& object, char const* name, std::vector<Entry>& out, Read read) {
    auto const list = object.find(name);
    if (list == object.end() || !list->is_array()) return Error{std::string(name) + " is not a list"};
    for (auto const& item : *list) {
        auto entry = read(item);
        if (!entry) return Error{std::string(name) + "[" + std::to_string(out.size()) + "] is not what it should be"};
        out.push_back(std::move(*entry));
    }
    return std::nullopt;
}

} // namespace

std::string_view to_string(TokenKind kind) {
    switch (kind) {
    case TokenKind::esp32cam:
        return "esp32cam";
    case TokenKind::pico:
        return "pico";
    case TokenKind::viewer:
        return "viewer";
    case TokenKind::operator_:
        break;
    }
    return "operator";
}

std::optional<TokenKind> token_kind_from(std::string_view word) {
    auto const* const found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](TokenKind kind) { return to_string(kind) == word; });
    return found == kKinds.end() ? std::nullopt : std::optional(*found);
}

std::optional<DeviceKind> board_of(TokenKind kind) {
    return device_kind_from(to_string(kind));
}

std::optional<Role> role_of(TokenKind kind) {
    return role_from(to_string(kind));
}

Result<Secrets> read_secrets(std::string_view text) {
    auto const object = json::parse(text, nullptr, false);
    if (!object.is_object()) return Error{"it is not JSON, or not an object"};
    if (object.value("version", json()) != kVersion) return Error{"its version is not 1"};
    auto const key = from_hex(text_in(object, "key").value_or(""));
    if (!key) return Error{"its key is not 64 hexadecimal digits"};
    Secrets secrets;
    secrets.key = TokenKey(*key);
    if (auto wrong = read_list(object, "people", secrets.people, read_person)) return *wrong;
    if (auto wrong = read_list(object, "tokens", secrets.tokens, read_token)) return *wrong;
    return secrets;
}

std::string write_secrets(Secrets const& secrets) {
    auto people = json::array();
    for (auto const& person : secrets.people)
        people.push_back({{"name", person.name}, {"role", to_string(person.role)}, {"password", person.password}});
    auto tokens = json::array();
    for (auto const& token : secrets.tokens)
        tokens.push_back({{"kind", to_string(token.kind)},
                          {"name", token.name},
                          {"hash", to_hex(token.hash)},
                          {"made", token.made}});
    json const object{
        {"version", kVersion}, {"key", to_hex(secrets.key.bytes())}, {"people", people}, {"tokens", tokens}};
    return object.dump(2) + "\n";
}

} // namespace watchpost::auth
