#pragma once

#include <watchpost/core/command.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/core/photo.hpp>

#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace watchpost::hub {

/// Hears of every change of every command's state, once. Called on the loop thread; must not wait.
class CommandSubscriber {
public:
    virtual void on_command(CommandReport const& report) = 0;
    /// Its author asked for the emergency stop that `report` tells of once more; its state has not changed.
    virtual void on_stop_again(CommandReport const& /*report*/) {}
    /// The board is not known any more; its commands have ended.
    virtual void on_forgotten(DeviceKey const&) {}

protected:
    ~CommandSubscriber() = default;
};

/// The open link of a board, as the book sees it.
class CommandSink {
public:
    /// Writes the command to the board. A servo target has both axes.
    virtual void send_command(CommandBody const& body) = 0;

protected:
    ~CommandSink() = default;
};

/// What a board said of the command it had.
struct BoardAnswer {
    bool is_servo = false; ///< about a servo target; else about an action
    bool refused = false;
    std::string detail;
    std::optional<int> pan; ///< degrees, as the board reports them
    std::optional<int> tilt;
    std::string about{};                ///< how that action's word begins; empty when the board does not say
    std::optional<CommandId> command{}; ///< when it is known which one it answers
};

/// Every command on its way, with its deadline. One command is in flight per board; of the servo targets that wait the
/// newest wins, axis by axis; an emergency stop overtakes everything. Nothing older than its deadline is sent, and
/// nothing is sent twice: when a link ends before the board answered, the command has expired, because the board may
/// have done it. No I/O; told the time by its clock; one thread. (SECURITY rule 28; quirk Q10)
class CommandBook {
public:
    /// A Pico answers a move after 3 to 7 s; after this long it will not (PROTOCOL section 10).
    static constexpr std::chrono::milliseconds kAnswerLimit{20'000};
    /// How long a command waits for its board unless it, or the configuration, says otherwise.
    static constexpr std::chrono::milliseconds kTimeToLive{60'000};
    static constexpr std::size_t kMaxWaiting = 16;      ///< actions per board
    static constexpr std::size_t kMaxRemembered = 1000; ///< commands whose end can still be asked for

    explicit CommandBook(Clock const& clock)
        : clock_(clock) {}

    /// Takes a checked command of `author`, and says what became of it at once: `sent`, `queued` or `refused`. An
    /// emergency stop while the same one waits or is in flight is that one: the answer has its id.
    CommandReport submit(DeviceKey const& device, CommandBody body,
                         std::optional<std::chrono::milliseconds> time_to_live = std::nullopt, Author author = {});

    /// Of a board that is not known any more: what waits for it has expired.
    void forget(DeviceKey const& device);
    /// Of how many boards something is kept.
    std::size_t boards() const { return boards_.size(); }

    /// For commands that do not say how long they wait.
    void set_time_to_live(std::chrono::milliseconds time_to_live) { time_to_live_ = time_to_live; }

    /// The board can be told something from now on; what waits is sent. A newer link replaces the older one. `sink`
    /// lives at least as long as the guard.
    Guard attach(DeviceKey const& device, CommandSink& sink);

    /// The angles a board is known to have, which stand in for an axis that nobody named. 90 until known.
    void knows_angles(DeviceKey const& device, std::optional<int> pan, std::optional<int> tilt);

    void on_answer(DeviceKey const& device, BoardAnswer answer);

    /// The capture in flight that a photo taken on `terms` can belong to: one of other terms was asked for earlier, and
    /// given up.
    std::optional<CommandId> capture_of(DeviceKey const& device, PhotoTerms const& terms) const;

    /// Call at every beat: ends what is past its deadline.
    void tick();

    std::optional<CommandReport> find(CommandId id) const;
    Guard subscribe(CommandSubscriber& subscriber) { return subscribers_.join(subscriber); }

private:
    struct Entry {
        CommandId id = 0;
        CommandBody body;
        SteadyTime deadline; ///< waiting: of its sending; in flight: of the answer
        SteadyTime sent{};
        /// Deadlines of the axes ("pan", "tilt") and settings that came from a superseded command.
        std::map<std::string, SteadyTime> until{};
    };
    struct Board {
        CommandSink* sink = nullptr;
        std::vector<Entry> in_flight; ///< one; and an emergency stop that overtook it
        std::deque<Entry> waiting;
        int answers_owed = 0; ///< servo targets that were given up while the link that had them is open
        int pan = 90;         ///< where it was told to go last
        int tilt = 90;
    };

    void make_room(Board& board, Entry& fresh);
    static void keep_deadlines(Entry& fresh, Entry const& waiting);
    void drop_late(Board& board);
    void send_next(DeviceKey const& device);
    void send(Board& board, Entry entry);
    std::optional<CommandReport> join_stop(Board& board, CommandBody const& stop, SteadyTime deadline,
                                           Author const& author);
    void detach(DeviceKey const& device, CommandSink const* sink);
    void change(CommandId id, CommandState state, std::string detail,
                std::optional<std::chrono::milliseconds> round_trip = {});

    Clock const& clock_;
    std::chrono::milliseconds time_to_live_ = kTimeToLive;
    std::map<DeviceKey, Board> boards_;
    std::map<CommandId, CommandReport> reports_;
    std::deque<CommandId> ended_; ///< the final ones, in the order of their ends; the first is forgotten next
    MemberList<CommandSubscriber> subscribers_;
    CommandId next_id_ = 1;
};

} // namespace watchpost::hub
