#include "support/temporary_folder.hpp"

#include <watchpost/auth/passwords.hpp>
#include <watchpost/auth/secrets_file.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace watchpost::auth {
namespace {

using testing::HasSubstr;

TEST(Passwords, are_argon2id_and_verify) {
    auto const hash = hash_password("correct horse");
    ASSERT_TRUE(hash) << hash.error().message;
    EXPECT_TRUE(hash->starts_with("$argon2id$")) << *hash;
    EXPECT_EQ(hash->find("horse"), std::string::npos);
    EXPECT_EQ(verify_password(*hash, "correct horse"), true);
    EXPECT_EQ(verify_password(*hash, "correct horsf"), false);
    EXPECT_EQ(verify_password(*hash, ""), false);
    EXPECT_NE(*hash, *hash_password("correct horse")) << "each has its own salt";
}

TEST(Passwords, of_nobody_cost_as_much_and_are_wrong) {
    auto const hash = hash_password("correct horse");
    auto const measure = [](std::string const& of, std::string const& password) {
        auto const begin = std::chrono::steady_clock::now();
        EXPECT_EQ(verify_password(of, password), false);
        return std::chrono::steady_clock::now() - begin;
    };
    auto const somebody = measure(*hash, "wrong");
    auto const nobody = measure("", "");
    EXPECT_GT(nobody, somebody / 10) << "no time at all would tell that the name is nobody's";
}

/// While it lives, nothing as large as what argon2id takes can be had.
class LittleMemory {
public:
    LittleMemory() {
        getrlimit(RLIMIT_AS, &before_);
        std::size_t pages = 0;
        std::ifstream("/proc/self/statm") >> pages;
        rlimit little = before_;
        little.rlim_cur = pages * static_cast<std::size_t>(getpagesize()) + (32U << 20U);
        setrlimit(RLIMIT_AS, &little);
    }
    LittleMemory(LittleMemory const&) = delete;
    LittleMemory& operator=(LittleMemory const&) = delete;
    ~LittleMemory() { setrlimit(RLIMIT_AS, &before_); }

private:
    rlimit before_{};
};

TEST(Passwords, are_neither_right_nor_wrong_without_the_memory_to_verify_them) {
    auto const hash = hash_password("correct horse");
    LittleMemory const little;
    EXPECT_EQ(verify_password(*hash, "correct horse"), std::nullopt);
    EXPECT_EQ(verify_password(*hash, "wrong"), std::nullopt);
    EXPECT_EQ(verify_password("", "wrong"), std::nullopt);
}

TEST(Passwords, have_eight_characters_at_least) {
    EXPECT_FALSE(hash_password("1234567"));
    EXPECT_FALSE(hash_password("\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4")) << "four characters in eight bytes";
    EXPECT_TRUE(hash_password("12345678"));
    EXPECT_FALSE(hash_password(std::string(257, 'a')));
}

TEST(Secrets, come_back_as_they_were_written) {
    Secrets secrets;
    secrets.people = {{"anna", Role::operator_, "$argon2id$x"}, {"bert", Role::viewer, "$argon2id$y"}};
    secrets.tokens = {{TokenKind::esp32cam, "porch", secrets.key.hash("t"), "2026-01-02T03:04:05.678Z"},
                      {TokenKind::operator_, "hass", secrets.key.hash("u"), ""}};
    auto const text = write_secrets(secrets);
    auto const read = read_secrets(text);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->key.bytes(), secrets.key.bytes());
    EXPECT_EQ(read->people, secrets.people);
    EXPECT_EQ(read->tokens, secrets.tokens);
}

TEST(Secrets, that_are_broken_are_refused_without_being_quoted) {
    Secrets secrets;
    secrets.people = {{"anna", Role::viewer, "$argon2id$s3cret"}};
    secrets.tokens = {{TokenKind::pico, "mast", secrets.key.hash("t"), ""}};
    auto const good = write_secrets(secrets);
    auto const with = [&good](std::string const& part, std::string const& instead) {
        auto text = good;
        auto const at = text.find(part);
        EXPECT_NE(at, std::string::npos) << part;
        return text.replace(at, part.size(), instead);
    };
    for (auto const& text : {std::string(), std::string("{"), std::string("[]"), good.substr(0, good.size() / 2),
                             with(R"("version": 1)", R"("version": 2)"), with(R"("key": ")", R"("key": "0)"),
                             with(R"("pico")", R"("toaster")"), with(R"("viewer")", R"("admin")"),
                             with("$argon2id$", "$1$"), with(R"("people")", R"("persons")"),
                             with(R"("mast")", R"("MAST")"), with(R"("hash": ")", R"("hash": "zz)")}) {
        auto const read = read_secrets(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().message.find("s3cret"), std::string::npos);
    }
}

class SecretsFile : public testing::Test {
protected:
    static std::optional<Error> add_anna(Secrets& secrets) {
        secrets.people.push_back({"anna", Role::viewer, "$argon2id$x"});
        return std::nullopt;
    }

    test::TemporaryFolder folder_;
    std::filesystem::path const path_ = folder_.path() / "deep" / "secrets.json";
};

TEST_F(SecretsFile, that_is_not_there_holds_none) {
    auto const secrets = load_secrets(path_);
    ASSERT_TRUE(secrets);
    EXPECT_TRUE(secrets->people.empty());
    EXPECT_FALSE(mark_of(path_).exists);
}

TEST_F(SecretsFile, is_made_for_its_owner_only_whatever_the_umask) {
    auto const before = ::umask(0);
    auto const failure = change_secrets(path_, add_anna);
    ::umask(before);
    ASSERT_FALSE(failure) << failure->message;
    struct stat facts {};
    ASSERT_EQ(::stat(path_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    EXPECT_EQ(load_secrets(path_)->people.front().name, "anna");
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(path_.parent_path()), {}), 1);
}

TEST_F(SecretsFile, that_others_can_read_is_refused_with_the_command_to_run) {
    ASSERT_FALSE(change_secrets(path_, add_anna));
    for (mode_t const mode : {0640, 0604, 0660, 0622, 0601}) {
        ASSERT_EQ(::chmod(path_.c_str(), mode), 0);
        auto const secrets = load_secrets(path_);
        ASSERT_FALSE(secrets) << std::oct << mode;
        EXPECT_THAT(secrets.error().message, HasSubstr("chmod 600 " + path_.string()));
        EXPECT_TRUE(change_secrets(path_, add_anna)) << "nor is it written";
    }
}

TEST_F(SecretsFile, keeps_its_key_and_tells_a_change_by_its_mark) {
    ASSERT_FALSE(change_secrets(path_, add_anna));
    auto const mark = mark_of(path_);
    auto const key = load_secrets(path_)->key.bytes();
    EXPECT_EQ(mark_of(path_), mark);
    ASSERT_FALSE(change_secrets(path_, [](Secrets&) { return std::optional<Error>(); }));
    EXPECT_NE(mark_of(path_), mark);
    EXPECT_EQ(load_secrets(path_)->key.bytes(), key);
}

TEST_F(SecretsFile, stays_as_it_was_when_the_change_is_refused) {
    ASSERT_FALSE(change_secrets(path_, add_anna));
    auto const mark = mark_of(path_);
    auto const failure = change_secrets(path_, [](Secrets& secrets) -> std::optional<Error> {
        secrets.people.clear();
        return Error{"no"};
    });
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->message, "no");
    EXPECT_EQ(mark_of(path_), mark);
}

} // namespace
} // namespace watchpost::auth
