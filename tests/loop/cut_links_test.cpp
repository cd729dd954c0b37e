// The link to a Pico is cut in every way, at random moments of a move: nothing is done twice or too late, and the
// browser shows what is true.

#include "support/daemon_in_process.hpp"
#include "support/daemon_process.hpp"
#include "support/fake_pico.hpp"
#include "support/metrics.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using Json = nlohmann::json;

constexpr int kRounds = 50;
constexpr auto kId = "pan-tilt";
constexpr auto kConnected = R"(watchpost_device_connected{device="pan-tilt",kind="pico"})";

enum class Cut { half_open, fin, rst, killed };
enum class Moment { before_the_board_reads, while_it_moves, within_its_answer };

/// A target that the browser asked for, and all that became of it.
struct Request {
    Position position;
    milliseconds deadline{}; ///< on the test's clock
    std::uint64_t command = 0;
    std::vector<std::string> states;
    std::string detail;
    int times_applied = 0;

    bool is_final() const { return !states.empty() && states.back() != "queued" && states.back() != "sent"; }
};

class CutLinks : public testing::Test {
protected:
    CutLinks() {
        RecordProperty("seed", std::to_string(seed_));
        std::cout << "seed " << seed_ << "; WATCHPOST_TEST_SEED repeats it" << std::endl;
    }

    static std::uint64_t chosen_seed() {
        auto const* const given = std::getenv("WATCHPOST_TEST_SEED");
        return given != nullptr ? std::stoull(given) : std::random_device{}();
    }
    int random(int lowest, int highest) { return std::uniform_int_distribution<int>(lowest, highest)(random_); }

    // The browser

    void ask() {
        auto const number = static_cast<int>(requests_.size());
        Request request;
        request.position = {21 + number % 139, 21 + number / 139};
        auto const time_to_live = milliseconds(random(1'000, 30'000));
        request.deadline = time_ + time_to_live;
        requests_.push_back(request);
        Json const servo{{"type", "servo"},
                         {"pan", request.position.first},
                         {"tilt", request.position.second},
                         {"ttl_ms", time_to_live.count()}};
        browser_.send_text(Json{{"type", "command"}, {"id", number}, {"device", kId}, {"command", servo}}.dump());
        listen();
    }

    /// Takes all that the browser was told until now.
    void listen() {
        browser_.send_text(R"({"type":"ping"})");
        while (auto const message = browser_.receive()) {
            auto const json = Json::parse(message->data);
            if (json["type"] == "pong") return;
            if (json["type"] == "status") shows_online_ = json["devices"][0]["online"].get<bool>();
            if (json["type"] != "command_state") continue;
            auto& request = requests_.at(json["id"].get<std::size_t>());
            EXPECT_FALSE(request.is_final()) << "told again after its end: " << message->data;
            request.command = json["command"].get<std::uint64_t>();
            request.states.push_back(json["state"]);
            request.detail = json["detail"];
        }
        FAIL() << "the browser was closed";
    }

    /// The daemon knows; a second later the browser must show it.
    void expect_the_browser_shows_the_truth() {
        pass(1s);
        daemon_.let_beat();
        listen();
        EXPECT_EQ(shows_online_, metric(daemon_.port(), kConnected) == 1);
        for (auto const& request : requests_) {
            if (request.is_final() && request.command + 20 < requests_.back().command) continue; // seen before
            auto const known = http_get(daemon_.port(), "/api/v1/commands/" + std::to_string(request.command)).body;
            EXPECT_EQ(request.states.back(), Json::parse(known)["state"]) << known;
        }
    }

    // Time

    /// Lets time pass in steps that everybody survives who answers.
    void pass(milliseconds span) {
        while (span > 0ms) {
            auto const step = std::min<milliseconds>(span, 4s);
            take_targets();
            daemon_.advance(step);
            time_ += step;
            span -= step;
            if (span > 0ms) daemon_.let_beat();
            listen();
        }
    }

    // The board

    /// A board that reads applies what it gets, now.
    void take_targets() {
        if (!pico_ || !board_reads_) return;
        while (auto const target = pico_->next_target())
            apply(*target);
    }

    void apply(Position position) {
        unanswered_.push_back(position);
        auto const it = std::find_if(requests_.begin(), requests_.end(),
                                     [position](Request const& one) { return one.position == position; });
        ASSERT_NE(it, requests_.end()) << "nobody asked for " << position.first << "/" << position.second;
        ++it->times_applied;
        EXPECT_LT(time_, it->deadline) << "sent after its deadline";
    }

    /// The board comes (back) and finishes whatever waits for it.
    void board_arrives() {
        auto old = std::move(pico_); // half-open: the daemon must not notice it going
        unanswered_.clear();
        pico_ = std::make_unique<FakePico>(daemon_.port(), kId);
        board_reads_ = true;
        take_targets();
        while (!unanswered_.empty()) {
            EXPECT_EQ(unanswered_.size(), 1U);
            pico_->link.send_bytes(FakePico::ack_frame(unanswered_.front()));
            unanswered_.clear();
            take_targets();
        }
        if (old) old->link.reset();
        listen();
    }

    std::string some_of_the_answer(Position position) {
        auto const answer = FakePico::ack_frame(position);
        auto const whole = random(0, 2) == 0; // now and then nothing is missing
        return whole ? answer
                     : answer.substr(0, static_cast<std::size_t>(random(0, static_cast<int>(answer.size()) - 1)));
    }

    void move_until(Moment moment) {
        if (moment == Moment::before_the_board_reads) return;
        take_targets();
        pass(milliseconds(random(0, 6'700)));
        if (moment == Moment::within_its_answer && !unanswered_.empty())
            pico_->link.send_bytes(some_of_the_answer(unanswered_.front()));
    }

    void cut(Cut how) {
        board_reads_ = false;
        if (how == Cut::fin) pico_->link.send_fin();
        if (how == Cut::rst) pico_->link.reset();
    }

    void expect_noticed() {
        EXPECT_TRUE(eventually([this] { return metric(daemon_.port(), kConnected) == 0; }));
        expect_the_browser_shows_the_truth();
    }

    /// Nothing tells the daemon but time, or the board's new link.
    void expect_half_open_noticed() {
        if (random(0, 1) == 0) return pass(milliseconds(random(0, 23'000)));
        for (int i = 0; i < 20 && metric(daemon_.port(), kConnected) == 1; ++i) {
            pass(4s);
            daemon_.let_beat();
        }
        expect_noticed();
    }

    /// The same with a board that is a process, and is killed.
    void kill_a_process(Moment moment) {
        if (pico_) pico_->link.reset();
        pico_.reset();
        expect_noticed();
        auto const bytes = moment == Moment::within_its_answer ? random(0, 120) : 0;
        Process board{WATCHPOST_PICO_PROCESS, {std::to_string(daemon_.port()), kId, std::to_string(bytes)}};
        ASSERT_TRUE(board.wait_for_output("ready")) << board.log();
        auto const asked = random(1, 3);
        for (int i = 0; i < asked; ++i)
            ask();
        if (moment != Moment::before_the_board_reads) {
            EXPECT_TRUE(board.wait_for_output("applied"));
        }
        board.signal(SIGKILL);
        EXPECT_TRUE(board.wait());
        std::istringstream said{board.output()};
        for (std::string word; said >> word;)
            if (auto const slash = word.find('/'); slash != std::string::npos)
                apply({std::stoi(word), std::stoi(word.substr(slash + 1))});
        expect_noticed();
    }

    std::uint64_t const seed_ = chosen_seed();
    std::mt19937_64 random_{seed_};
    DaemonInProcess daemon_{with_a_pico()};
    WsClient browser_ = WsClient::open(daemon_.port(), "/ws");
    std::unique_ptr<FakePico> pico_;
    bool board_reads_ = false;
    std::vector<Position> unanswered_;
    std::vector<Request> requests_;
    milliseconds time_{0};
    bool shows_online_ = false;
};

TEST_F(CutLinks, apply_nothing_twice_or_late_and_show_the_truth) {
    for (int round = 0; round < kRounds && !HasFatalFailure(); ++round) {
        auto const how = static_cast<Cut>(round % 4);
        auto const moment = static_cast<Moment>(random(0, 2));
        SCOPED_TRACE("round " + std::to_string(round) + ", cut " + std::to_string(round % 4) + ", moment " +
                     std::to_string(static_cast<int>(moment)));
        if (how == Cut::killed) {
            kill_a_process(moment);
        } else {
            board_arrives();
            for (int i = random(1, 3); i > 0; --i)
                ask();
            move_until(moment);
            cut(how);
            if (how == Cut::half_open) {
                expect_half_open_noticed();
            } else {
                expect_noticed();
            }
        }
        for (int i = random(0, 2); i > 0; --i)
            ask();
        pass(milliseconds(random(0, 10'000)));
    }
    board_arrives();
    pass(31s);
    daemon_.let_beat();
    expect_the_browser_shows_the_truth();

    std::map<std::string, int> ends;
    for (auto const& request : requests_) {
        SCOPED_TRACE("target " + std::to_string(request.position.first) + "/" +
                     std::to_string(request.position.second) + ", " + request.detail);
        ASSERT_TRUE(request.is_final());
        auto const& end = request.states.back();
        ++ends[end];
        EXPECT_LE(request.times_applied, 1);
        bool const was_sent = std::count(request.states.begin(), request.states.end(), "sent") > 0;
        EXPECT_TRUE(end != "acknowledged" || request.times_applied == 1) << "nobody did it";
        EXPECT_TRUE(was_sent || request.times_applied == 0) << "the browser was never told that it was sent";
        EXPECT_TRUE(end != "superseded" || !was_sent) << "another took its place although the board had it";
    }
    // Else the rounds have not met what they are about.
    for (auto const* end : {"acknowledged", "expired", "superseded"})
        EXPECT_GE(ends[end], 5) << end;
}

} // namespace
} // namespace watchpost::test
