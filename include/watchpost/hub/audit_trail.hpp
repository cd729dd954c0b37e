#pragma once

#include <watchpost/core/clock.hpp>
#include <watchpost/core/deed.hpp>
#include <watchpost/core/guard.hpp>
#include <watchpost/core/member_list.hpp>
#include <watchpost/hub/command_book.hpp>

#include <map>
#include <tuple>

namespace watchpost::hub {

/// Who keeps the audit trail. Called on the loop thread; must not wait.
class DeedSubscriber {
public:
    virtual void on_deed(Deed const& deed) = 0;

protected:
    ~DeedSubscriber() = default;
};

/// Tells who did what, from where, with what result: at once for the first of a kind, and counted for what one author
/// repeats within a minute, as a servo that is steered by hand does. Commands are told twice: when they are accepted or
/// refused, and when they ended. One thread. (SECURITY rule 40)
class AuditTrail final : private CommandSubscriber {
public:
    static constexpr std::chrono::minutes kTogether{1};
    /// Alike that are told one by one within that time; of servo targets it is the first.
    static constexpr int kOneByOne = 10;
    static constexpr std::size_t kMaxKinds = 1024;

    /// `clock` and `book` live longer.
    AuditTrail(Clock const& clock, CommandBook& book)
        : clock_(clock)
        , news_(book.subscribe(*this)) {}

    Guard subscribe(DeedSubscriber& subscriber) { return subscribers_.join(subscriber); }

    /// Stamps it with the wall time.
    void note(Deed deed);
    /// Call about once a second: what was counted for a minute is told.
    void tick();
    /// Tells all that was counted, as before the end.
    void flush();

private:
    /// Author's kind, name and address; what, target, result.
    using Kind = std::tuple<std::string, std::string, std::string, std::string, std::string, std::string>;
    struct Repeated {
        SteadyTime until;
        int told = 0;
        std::uint64_t untold = 0;
        Deed newest{};
    };

    void on_command(CommandReport const& report) override;
    void on_stop_again(CommandReport const& report) override;
    void note_command(CommandReport const& report, std::string_view result);
    void tell(Deed const& deed);
    void tell_untold(Repeated& repeated);

    Clock const& clock_;
    MemberList<DeedSubscriber> subscribers_;
    std::map<Kind, Repeated> repeated_;
    Guard news_;
};

} // namespace watchpost::hub
