#include "descriptor_output.hpp"
#include "patient_writer.hpp"

#include <watchpost/core/descriptor.hpp>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <future>
#include <thread>

namespace watchpost {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;

/// Longer than any thread has to wait for the processor; nothing waits for its end when all is well.
constexpr auto kLong = 60s;

/// What reads the output, and for as long as a test wants does not.
class Reader {
public:
    PatientWriter::Write write() {
        return [state = state_](Output const& output) {
            state->may_read.wait();
            state->lines.push_back(output.text);
        };
    }
    void read_on() { state_->wake.set_value(); }
    /// Only behind a flush.
    std::vector<std::string> const& lines() const { return state_->lines; }

private:
    struct State {
        std::promise<void> wake;
        std::shared_future<void> may_read = wake.get_future().share();
        std::vector<std::string> lines;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

Output line(std::string text) {
    return {std::move(text), spdlog::level::info, {}};
}

TEST(PatientWriter, writes_what_it_was_given_in_order) {
    Reader reader;
    reader.read_on();
    PatientWriter writer{reader.write()};
    for (auto const* const text : {"one", "two", "three"})
        writer.give(line(text));
    ASSERT_TRUE(writer.flush(kLong));
    EXPECT_THAT(reader.lines(), ElementsAre("one", "two", "three"));
    EXPECT_EQ(writer.dropped(), 0U);
}

TEST(PatientWriter, keeps_nobody_waiting_for_a_reader_that_does_not_read) {
    Reader reader;
    PatientWriter writer{reader.write()};
    writer.give(line("unread"));
    EXPECT_FALSE(writer.flush(0ms));
    reader.read_on();
    EXPECT_TRUE(writer.flush(kLong));
}

TEST(PatientWriter, holds_a_mebibyte_drops_the_rest_and_tells_how_many_once_it_is_read) {
    Reader reader;
    PatientWriter writer{reader.write()};
    std::string const text(1000, 'x');
    constexpr std::size_t given = 4000;
    for (std::size_t i = 0; i < given; ++i)
        writer.give(line(text));
    auto const dropped = writer.dropped();
    EXPECT_GT(dropped, given - PatientWriter::kMostBytes / text.size());
    EXPECT_LT(dropped, given - PatientWriter::kMostBytes / text.size() * 8 / 10);
    reader.read_on();
    ASSERT_TRUE(writer.flush(kLong));
    ASSERT_EQ(reader.lines().size(), given - dropped + 1);
    // Behind what the thread had taken when it began to wait, which is one line or all of them.
    EXPECT_THAT(reader.lines(),
                Contains(std::to_string(dropped) + " log lines were dropped: nobody took them in time"));
    // and there is room again
    writer.give(line("later"));
    ASSERT_TRUE(writer.flush(kLong));
    EXPECT_EQ(reader.lines().back(), "later");
    EXPECT_EQ(writer.dropped(), dropped);
}

TEST(PatientWriter, may_be_given_lines_by_many_threads) {
    Reader reader;
    reader.read_on();
    PatientWriter writer{reader.write()};
    constexpr int each = 1000;
    auto const talk = [&writer] {
        for (int i = 0; i < each; ++i)
            writer.give(line("x"));
    };
    std::thread one{talk};
    std::thread other{talk};
    one.join();
    other.join();
    ASSERT_TRUE(writer.flush(kLong));
    EXPECT_EQ(reader.lines().size() + writer.dropped(), 2U * each + (writer.dropped() > 0 ? 1 : 0));
}

TEST(PatientWriter, goes_away_while_its_thread_still_waits) {
    Reader reader;
    {
        PatientWriter writer{reader.write()};
        writer.give(line("unread"));
    }
    reader.read_on();
}

TEST(WriteAll, waits_for_a_reader_where_somebody_made_the_descriptor_non_blocking) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    Descriptor const from{ends[0]};
    Descriptor const to{ends[1]};
    constexpr std::size_t size = 300'000; // more than a pipe holds
    std::thread writing{[&to] { write_all(to.value(), std::string(size, 'x')); }};
    std::size_t read = 0;
    std::array<char, 4096> buffer{};
    while (read < size) {
        auto const count = ::read(from.value(), buffer.data(), buffer.size());
        if (count > 0) read += static_cast<std::size_t>(count);
    }
    writing.join();
    EXPECT_EQ(read, size);
}

} // namespace
} // namespace watchpost
