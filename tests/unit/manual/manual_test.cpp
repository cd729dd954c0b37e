#include <watchpost/manual/manual.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::manual {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Option option(std::string value) {
    return {{"--some"}, std::move(value), "", "", false};
}

TEST(WordsOf, AreThereOnlyWhenTheyAreAllThatMayStandThere) {
    EXPECT_THAT(words_of(option("viewer|operator")), ElementsAre("viewer", "operator"));
    EXPECT_THAT(words_of(option("half-open=SECONDS|bad-json=N")), ElementsAre("half-open=", "bad-json="));
    for (auto const* value : {"", "N", "FILE", "DIR|IMAGE|VIDEO", "ws://HOST:PORT"})
        EXPECT_THAT(words_of(option(value)), IsEmpty()) << value;
}

TEST(IsPath, FilesAndFolders) {
    for (auto const* value : {"FILE", "DIR", "DIR|IMAGE|VIDEO"})
        EXPECT_TRUE(is_path(option(value))) << value;
    for (auto const* value : {"", "N", "viewer|operator"})
        EXPECT_FALSE(is_path(option(value))) << value;
}

std::vector<Command> const kCommands{
    {"prog", "A program.", {{{"-h", "--help"}, "", "Print it", "", false}}, {}, {"make"}},
    {"prog make",
     "Make one",
     {{{"-h", "--help"}, "", "Print it", "", false}, {{"--out-dir"}, "DIR", ".hidden\\path", "a-b", true}},
     {{{}, "NAME", "Whose", "", true}},
     {}}};

TEST(ManPage, NothingThatIsWrittenInItIsTakenForRoff) {
    auto const page = man_page("@COMMANDS@\n", kCommands);
    EXPECT_THAT(page,
                HasSubstr(".TP\n\\fB\\-\\-out\\-dir\\fR \\fIDIR\\fR\n\\&.hidden\\epath (required) (default: a\\-b)\n"));
    EXPECT_THAT(page, HasSubstr(".SS prog make NAME\nMake one.\n.TP\n\\fINAME\\fR\nWhose\n"));
}

TEST(ManPage, ALineMayEndBetweenTwoWords) {
    Command const command{"prog", "A program.", {{{"--kind"}, "one|two", "Which", "", false}}, {}, {}};
    EXPECT_THAT(man_page("@COMMANDS@\n", {command}), HasSubstr("\\fIone|\\:two\\fR\n"));
}

TEST(ManPage, TellsOfHelpOnce) {
    auto const page = man_page("@COMMANDS@\n", kCommands);
    EXPECT_EQ(page.find("\\-\\-help"), page.rfind("\\-\\-help"));
    EXPECT_THAT(page, HasSubstr("\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nPrint it\n"));
}

TEST(ManPage, HasTheVersionAndTheVariablesOfTheSettings) {
    EXPECT_EQ(man_page("@VERSION@", kCommands), WATCHPOST_VERSION);
    auto const variables = man_page("@VARIABLES@\n", kCommands);
    EXPECT_THAT(variables, HasSubstr("\\fBWATCHPOST_LISTEN_PORT\\fR\n\\fBlisten.port\\fR of the configuration: "));
    EXPECT_THAT(variables, Not(HasSubstr("WATCHPOST_BOARDS"))) << "only the file can say those";
}

TEST(BashCompletion, IsAFunctionOfTheProgram) {
    auto const script = bash_completion(kCommands);
    EXPECT_THAT(script, HasSubstr("complete -F _prog prog\n"));
    EXPECT_THAT(script, HasSubstr("'prog make --out-dir') echo 'path' ;;"));
    EXPECT_THAT(script, Not(HasSubstr("PROGRAM")));
}

} // namespace
} // namespace watchpost::manual
