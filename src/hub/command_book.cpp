#include <watchpost/hub/command_book.hpp>

#include <algorithm>

namespace watchpost::hub {
namespace {

using std::chrono::milliseconds;

bool is_servo(CommandBody const& body) {
    return std::holds_alternative<ServoTarget>(body);
}

std::string_view action_of(CommandBody const& body) {
    auto const* const action = std::get_if<DeviceAction>(&body);
    return action != nullptr ? std::string_view(action->action) : std::string_view();
}

bool is_emergency_stop(CommandBody const& body) {
    return action_of(body).starts_with("emergency_stop");
}

bool is_flash_switch(CommandBody const& body) {
    return action_of(body) == "flash_on" || action_of(body) == "flash_off";
}

/// A waiting command that has no point once `fresh` is there: an older target, the same action, and whatever an
/// emergency stop or a return to the middle overrides.
bool is_overtaken(CommandBody const& waiting, CommandBody const& fresh) {
    if (is_emergency_stop(fresh)) return true;
    if (is_servo(fresh)) return is_servo(waiting);
    if (action_of(fresh) == "reset_position" && is_servo(waiting)) return true;
    if (is_flash_switch(fresh) && is_flash_switch(waiting)) return true;
    return action_of(waiting) == action_of(fresh);
}

/// Axes and settings that `fresh` does not name are taken over from the command that waited.
void merge(CommandBody& fresh, CommandBody const& waiting) {
    if (is_servo(fresh) && is_servo(waiting)) {
        auto& target = std::get<ServoTarget>(fresh);
        auto const& older = std::get<ServoTarget>(waiting);
        if (!target.pan) target.pan = older.pan;
        if (!target.tilt) target.tilt = older.tilt;
    } else if (!is_servo(fresh) && !is_servo(waiting)) {
        auto& settings = std::get<DeviceAction>(fresh).settings;
        for (auto const& older : std::get<DeviceAction>(waiting).settings)
            if (std::none_of(settings.begin(), settings.end(), [&](auto const& one) { return one.name == older.name; }))
                settings.push_back(older);
    }
}

bool answers(CommandBody const& body, BoardAnswer const& answer) {
    return is_servo(body) == answer.is_servo && action_of(body).starts_with(answer.about);
}

/// The flashed board turns 0 to 20 into 20 and 160 to 180 into 160, and answers with that (PROTOCOL section 3.2).
bool is_same_angle(int target, int told) {
    return std::clamp(target, 20, 160) == std::clamp(told, 20, 160);
}

template <class Value>
bool is_other(std::optional<Value> const& asked, std::optional<Value> const& told) {
    return asked && told && *asked != *told;
}

/// Axes and settings that came from a superseded command, and whose time is over.
void drop_late_parts(CommandBody& body, std::map<std::string, SteadyTime> const& until, SteadyTime now) {
    auto const is_late = [&](std::string const& name) {
        auto const it = until.find(name);
        return it != until.end() && now >= it->second;
    };
    if (auto* const target = std::get_if<ServoTarget>(&body)) {
        if (is_late("pan")) target->pan.reset();
        if (is_late("tilt")) target->tilt.reset();
    } else {
        std::erase_if(std::get<DeviceAction>(body).settings,
                      [&](CameraSetting const& setting) { return is_late(setting.name); });
    }
}

bool names_other_angles(BoardAnswer const& answer, CommandBody const& body) {
    auto const* const target = std::get_if<ServoTarget>(&body);
    if (target == nullptr || !answer.pan || !answer.tilt) return false;
    return !is_same_angle(*target->pan, *answer.pan) || !is_same_angle(*target->tilt, *answer.tilt);
}

} // namespace

CommandReport CommandBook::submit(DeviceKey const& device, CommandBody body, std::optional<milliseconds> time_to_live,
                                  Author author) {
    auto& board = boards_[device];
    auto const deadline = clock_.now() + time_to_live.value_or(time_to_live_);
    if (is_emergency_stop(body))
        if (auto first = join_stop(board, body, deadline, author)) return std::move(*first);
    auto const id = next_id_++;
    auto& report = reports_[id];
    report = {id, device, body, CommandState::queued, {}, {}, clock_.wall(), std::move(author)};
    Entry fresh{id, std::move(body), deadline, {}};
    make_room(board, fresh);
    if (board.waiting.size() >= kMaxWaiting) {
        change(id, CommandState::refused, "too many commands wait for this board");
        return *find(id);
    }
    change(id, CommandState::queued, board.sink == nullptr ? "the board is offline" : "");
    if (is_emergency_stop(fresh.body) && board.sink != nullptr) {
        send(board, std::move(fresh));
    } else {
        board.waiting.push_back(std::move(fresh));
        send_next(device);
    }
    return *find(id);
}

void CommandBook::make_room(Board& board, Entry& fresh) {
    for (auto it = board.waiting.begin(); it != board.waiting.end();) {
        if (!is_overtaken(it->body, fresh.body)) {
            ++it;
            continue;
        }
        if (it->deadline > clock_.now()) {
            keep_deadlines(fresh, *it);
            merge(fresh.body, it->body);
        }
        change(it->id, CommandState::superseded, "command " + std::to_string(fresh.id) + " took its place");
        it = board.waiting.erase(it);
    }
}

/// Nobody asked for a part of a superseded command beyond that command's own deadline.
void CommandBook::keep_deadlines(Entry& fresh, Entry const& waiting) {
    auto const keep = [&](std::string const& name) {
        auto const it = waiting.until.find(name);
        fresh.until[name] = it == waiting.until.end() ? waiting.deadline : std::min(it->second, waiting.deadline);
    };
    if (auto const* const target = std::get_if<ServoTarget>(&fresh.body)) {
        if (!target->pan) keep("pan");
        if (!target->tilt) keep("tilt");
    } else if (auto const* const older = std::get_if<DeviceAction>(&waiting.body)) {
        auto const& named = std::get<DeviceAction>(fresh.body).settings;
        for (auto const& setting : older->settings)
            if (std::none_of(named.begin(), named.end(), [&](auto const& one) { return one.name == setting.name; }))
                keep(setting.name);
    }
}

/// A board that has a stop before it needs no second one, and a thousand of them cost no more than their answers. What
/// came after the first stop is overtaken all the same.
std::optional<CommandReport> CommandBook::join_stop(Board& board, CommandBody const& stop, SteadyTime deadline,
                                                    Author const& author) {
    auto const is_same = [&stop](Entry const& entry) { return action_of(entry.body) == action_of(stop); };
    auto const sent = std::find_if(board.in_flight.begin(), board.in_flight.end(), is_same);
    auto const waits = std::find_if(board.waiting.begin(), board.waiting.end(), is_same);
    if (sent == board.in_flight.end() && waits == board.waiting.end()) return std::nullopt;
    if (waits != board.waiting.end()) waits->deadline = std::max(waits->deadline, deadline);
    auto const first = sent != board.in_flight.end() ? sent->id : waits->id;
    std::vector<CommandId> overtaken;
    for (auto const& entry : board.waiting)
        if (!is_same(entry)) overtaken.push_back(entry.id);
    std::erase_if(board.waiting, [&](Entry const& entry) { return !is_same(entry); });
    for (auto const id : overtaken)
        change(id, CommandState::superseded, "command " + std::to_string(first) + " took its place");
    auto report = *find(first);
    report.author = author;
    subscribers_.for_each([&report](CommandSubscriber& subscriber) { subscriber.on_stop_again(report); });
    return report;
}

void CommandBook::send_next(DeviceKey const& device) {
    auto& board = boards_[device];
    drop_late(board);
    if (board.sink == nullptr || !board.in_flight.empty() || board.waiting.empty()) return;
    auto next = std::move(board.waiting.front());
    board.waiting.pop_front();
    send(board, std::move(next));
}

/// A board can come, or answer, between two beats.
void CommandBook::drop_late(Board& board) {
    auto const now = clock_.now();
    std::vector<CommandId> unsent;
    for (auto const& entry : board.waiting)
        if (now >= entry.deadline) unsent.push_back(entry.id);
    std::erase_if(board.waiting, [now](Entry const& entry) { return now >= entry.deadline; });
    for (auto const id : unsent)
        change(id, CommandState::expired, "it could not be sent in time");
}

void CommandBook::send(Board& board, Entry entry) {
    drop_late_parts(entry.body, entry.until, clock_.now());
    if (auto* const target = std::get_if<ServoTarget>(&entry.body)) {
        // A Pico takes a missing angle for 90 (PROTOCOL section 3.2).
        board.pan = target->pan.value_or(board.pan);
        board.tilt = target->tilt.value_or(board.tilt);
        target->pan = board.pan;
        target->tilt = board.tilt;
    } else if (action_of(entry.body) == "reset_position") {
        board.pan = 90;
        board.tilt = 90;
    }
    entry.sent = clock_.now();
    entry.deadline = entry.sent + kAnswerLimit;
    // In flight before it is sent: sending may end the link, and then the command ends with it.
    auto const body = entry.body;
    auto const id = entry.id;
    board.in_flight.push_back(std::move(entry));
    change(id, CommandState::sent, "");
    if (board.sink != nullptr) board.sink->send_command(body);
}

Guard CommandBook::attach(DeviceKey const& device, CommandSink& sink) {
    auto& board = boards_[device];
    if (board.sink != nullptr) detach(device, board.sink);
    board.sink = &sink;
    send_next(device);
    return Guard{[this, device, leaving = &sink] { detach(device, leaving); }};
}

void CommandBook::detach(DeviceKey const& device, CommandSink const* sink) {
    auto const it = boards_.find(device);
    if (it == boards_.end() || it->second.sink != sink) return; // a newer link has taken over
    auto& board = it->second;
    board.sink = nullptr;
    board.answers_owed = 0;
    for (auto const& entry : std::exchange(board.in_flight, {}))
        change(entry.id, CommandState::expired, "the link ended before the board answered; it may have obeyed");
}

void CommandBook::forget(DeviceKey const& device) {
    auto const it = boards_.find(device);
    if (it == boards_.end()) return;
    auto const board = std::move(it->second);
    boards_.erase(it);
    for (auto const& entry : board.in_flight)
        change(entry.id, CommandState::expired, "its board is not known any more");
    for (auto const& entry : board.waiting)
        change(entry.id, CommandState::expired, "its board is not known any more");
    subscribers_.for_each([&device](CommandSubscriber& subscriber) { subscriber.on_forgotten(device); });
}

void CommandBook::knows_angles(DeviceKey const& device, std::optional<int> pan, std::optional<int> tilt) {
    auto& board = boards_[device];
    if (!board.in_flight.empty()) return; // where it is going counts
    board.pan = pan.value_or(board.pan);
    board.tilt = tilt.value_or(board.tilt);
}

void CommandBook::on_answer(DeviceKey const& device, BoardAnswer answer) {
    auto& board = boards_[device];
    auto const it = std::find_if(board.in_flight.begin(), board.in_flight.end(), [&answer](Entry const& entry) {
        return answers(entry.body, answer) && entry.id == answer.command.value_or(entry.id);
    });
    if (it == board.in_flight.end()) return;
    if (board.answers_owed > 0 && names_other_angles(answer, it->body)) {
        --board.answers_owed; // it belongs to a target that was given up
        return;
    }
    if (answer.is_servo) board.answers_owed = 0; // it answers in the order in which it was told
    auto const entry = std::move(*it);
    board.in_flight.erase(it);
    auto const round_trip = std::chrono::duration_cast<milliseconds>(clock_.now() - entry.sent);
    change(entry.id, answer.refused ? CommandState::refused : CommandState::acknowledged, answer.detail, round_trip);
    knows_angles(device, answer.pan, answer.tilt);
    send_next(device);
}

std::optional<CommandId> CommandBook::capture_of(DeviceKey const& device, PhotoTerms const& terms) const {
    auto const it = boards_.find(device);
    if (it == boards_.end()) return std::nullopt;
    for (auto const& entry : it->second.in_flight) {
        if (action_of(entry.body) != "capture_photo") continue;
        auto const& asked = std::get<DeviceAction>(entry.body);
        if (!is_other(asked.quality, terms.quality) && !is_other(asked.flash, terms.flash)) return entry.id;
    }
    return std::nullopt;
}

void CommandBook::tick() {
    auto const now = clock_.now();
    auto const is_late = [now](Entry const& entry) { return now >= entry.deadline; };
    for (auto& [device, board] : boards_) {
        std::vector<Entry> unanswered;
        for (auto const& entry : board.in_flight) {
            if (!is_late(entry)) continue;
            unanswered.push_back(entry);
            if (is_servo(entry.body)) ++board.answers_owed;
        }
        std::erase_if(board.in_flight, is_late);
        for (auto const& entry : unanswered)
            change(entry.id, CommandState::expired, "the board did not answer");
        send_next(device);
    }
}

std::optional<CommandReport> CommandBook::find(CommandId id) const {
    auto const it = reports_.find(id);
    if (it == reports_.end()) return std::nullopt;
    return it->second;
}

void CommandBook::change(CommandId id, CommandState state, std::string detail, std::optional<milliseconds> round_trip) {
    auto& report = reports_[id];
    report.state = state;
    report.detail = std::move(detail);
    report.round_trip = round_trip;
    report.changed = clock_.wall();
    auto const told = report;
    if (is_final(state)) ended_.push_back(id);
    for (; reports_.size() > kMaxRemembered && ended_.size() > 1; ended_.pop_front())
        reports_.erase(ended_.front());
    subscribers_.for_each([&told](CommandSubscriber& subscriber) { subscriber.on_command(told); });
}

} // namespace watchpost::hub
