#include "command_book_fixture.hpp"

#include <watchpost/hub/audit_trail.hpp>

namespace watchpost::hub {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

class AuditTrailTest : public testing::Test, protected DeedSubscriber {
protected:
    void on_deed(Deed const& deed) override {
        auto line = deed.author.name + " " + deed.what + " " + deed.target + " " + deed.result;
        if (deed.count != 1) line += " x" + std::to_string(deed.count);
        told_.push_back(line);
        last_ = deed;
    }
    std::vector<std::string> told() { return std::exchange(told_, {}); }

    test::ManualClock clock_;
    CommandBook book_{clock_};
    AuditTrail trail_{clock_, book_};
    Guard subscription_ = trail_.subscribe(*this);
    Author const anna_{"person", "anna", "192.0.2.7", "/ws"};
    Author const bert_{"person", "bert", "192.0.2.8", "/ws"};
    Link link_;
    std::vector<std::string> told_;
    Deed last_;
};

TEST_F(AuditTrailTest, tells_that_a_command_was_accepted_and_how_it_ended) {
    auto const board = book_.attach(kPico, link_);
    auto const id = book_.submit(kPico, servo(120, 60), std::nullopt, anna_).id;
    EXPECT_THAT(told(), ElementsAre("anna servo pan-tilt accepted"));
    EXPECT_EQ(last_.detail, "pan 120, tilt 60");
    EXPECT_EQ(last_.author, anna_);
    EXPECT_EQ(last_.command, id);
    book_.on_answer(kPico, {true, true, "servo is stuck", {}, {}});
    EXPECT_THAT(told(), ElementsAre("anna servo pan-tilt refused"));
    EXPECT_EQ(last_.reason, "servo is stuck");
}

TEST_F(AuditTrailTest, tells_each_author_from_the_others_and_ourselves_too) {
    book_.submit(kPico, action("emergency_stop"), std::nullopt, anna_);
    book_.submit(kPico, action("flash_off"));
    book_.submit(kPico, action("system_reboot"), 1s, bert_);
    EXPECT_THAT(told(), ElementsAre("anna emergency_stop pan-tilt accepted", " flash_off pan-tilt accepted",
                                    "bert system_reboot pan-tilt accepted"));
    clock_.advance(2s);
    book_.tick();
    EXPECT_THAT(told(), ElementsAre("bert system_reboot pan-tilt expired"));
}

TEST_F(AuditTrailTest, counts_what_a_hand_on_the_servo_repeats_within_a_minute) {
    for (int i = 0; i < 400; ++i) {
        book_.submit(kPico, servo(i % 180, 90), std::nullopt, anna_);
        clock_.advance(50ms);
        trail_.tick();
    }
    book_.submit(kPico, servo(1, 2), std::nullopt, bert_);
    EXPECT_THAT(told(), ElementsAre("anna servo pan-tilt accepted", "anna servo pan-tilt superseded",
                                    "bert servo pan-tilt accepted"));
    clock_.advance(1min);
    trail_.tick();
    EXPECT_THAT(told(), testing::UnorderedElementsAre("anna servo pan-tilt accepted x399",
                                                      "anna servo pan-tilt superseded x399"));
    // and then the next is the first again
    book_.submit(kPico, servo(7, 8), std::nullopt, anna_);
    EXPECT_THAT(told(), testing::Contains("anna servo pan-tilt accepted"));
}

TEST_F(AuditTrailTest, is_bounded_by_what_one_author_repeats) {
    for (int i = 0; i < 100'000; ++i)
        trail_.note({anna_, "photo_deleted", "x", {}, "failed"});
    EXPECT_EQ(told().size(), static_cast<std::size_t>(AuditTrail::kOneByOne));
    trail_.flush();
    EXPECT_THAT(told(), ElementsAre("anna photo_deleted x failed x99990"));
    trail_.flush();
    EXPECT_THAT(told(), IsEmpty());
}

TEST_F(AuditTrailTest, forgets_nothing_when_there_are_very_many_kinds) {
    for (std::size_t i = 0; i < 3 * AuditTrail::kMaxKinds; ++i)
        for (int twice = 0; twice < 2; ++twice)
            book_.submit({DeviceKind::pico, "p" + std::to_string(i)}, servo(1, 2), std::nullopt, anna_);
    trail_.flush();
    EXPECT_EQ(told().size(), 9 * AuditTrail::kMaxKinds); // accepted, accepted again, superseded
}

} // namespace
} // namespace watchpost::hub
