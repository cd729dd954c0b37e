#include <watchpost/auth/doors.hpp>

#include <gtest/gtest.h>

namespace watchpost::auth {
namespace {

Visit visit_of(Identity::Kind kind, std::optional<Role> role = std::nullopt) {
    Visit visit;
    visit.who.kind = kind;
    visit.who.role = role;
    visit.who.by_cookie = kind == Identity::Kind::person;
    if (kind == Identity::Kind::board) visit.who.boards = {{DeviceKind::esp32cam, "porch", ""}};
    visit.host_allowed = true;
    return visit;
}

Visit const kNobody = visit_of(Identity::Kind::nobody);
Visit const kLocal = visit_of(Identity::Kind::local, Role::operator_);
Visit const kViewer = visit_of(Identity::Kind::person, Role::viewer);
Visit const kOperator = visit_of(Identity::Kind::person, Role::operator_);
Visit const kViewerToken = visit_of(Identity::Kind::token, Role::viewer);
Visit const kToken = visit_of(Identity::Kind::token, Role::operator_);
Visit const kBoard = visit_of(Identity::Kind::board);

Visit with(Visit visit, OriginVerdict origin) {
    visit.origin = origin;
    return visit;
}

int status(Visit const& visit, Door door, Errand errand = {}) {
    auto const refusal = refuse(visit, door, errand);
    return refusal ? refusal->status : 200;
}

constexpr Errand kChange{true, false};
constexpr Errand kUpgrade{false, true};

TEST(Doors, open_by_role) {
    struct Row {
        Visit const& visit;
        int open, view, operate, upload, own;
    };
    for (auto const& [visit, open, view, operate, upload, own] :
         {Row{kNobody, 200, 401, 401, 401, 200}, Row{kLocal, 200, 200, 200, 200, 200},
          Row{kViewer, 200, 200, 403, 403, 200}, Row{kOperator, 200, 200, 200, 200, 200},
          Row{kViewerToken, 200, 200, 403, 403, 200}, Row{kToken, 200, 200, 200, 200, 200},
          Row{kBoard, 200, 403, 403, 200, 200}}) {
        SCOPED_TRACE(std::string(to_string(visit.who.kind)));
        EXPECT_EQ(status(visit, Door::open), open);
        EXPECT_EQ(status(visit, Door::view), view);
        EXPECT_EQ(status(visit, Door::operate), operate);
        EXPECT_EQ(status(visit, Door::upload), upload);
        EXPECT_EQ(status(visit, Door::own), own);
    }
}

TEST(Doors, do_not_take_a_picos_token_for_a_cameras) {
    auto pico = kBoard;
    pico.who.boards = {{DeviceKind::pico, "mast", ""}};
    EXPECT_EQ(status(pico, Door::upload, kChange), 403);
}

TEST(Doors, let_a_session_change_something_only_for_a_page_that_is_allowed) {
    EXPECT_EQ(status(with(kOperator, OriginVerdict::allowed), Door::operate, kChange), 200);
    EXPECT_EQ(status(with(kOperator, OriginVerdict::absent), Door::operate, kChange), 403);
    EXPECT_EQ(status(with(kOperator, OriginVerdict::foreign), Door::operate, kChange), 403);
    EXPECT_EQ(status(with(kOperator, OriginVerdict::foreign), Door::view), 403) << "nor be read for a foreign one";
    EXPECT_EQ(status(with(kOperator, OriginVerdict::absent), Door::view), 200);
}

TEST(Doors, let_programs_and_this_machine_change_something_without_a_page) {
    for (auto const& visit : {kToken, kLocal}) {
        EXPECT_EQ(status(with(visit, OriginVerdict::absent), Door::operate, kChange), 200);
        EXPECT_EQ(status(with(visit, OriginVerdict::allowed), Door::operate, kChange), 200);
        EXPECT_EQ(status(with(visit, OriginVerdict::foreign), Door::operate, kChange), 403);
    }
    EXPECT_EQ(status(with(kBoard, OriginVerdict::foreign), Door::upload, kChange), 200)
        << "board libraries send any Origin";
}

TEST(Doors, let_nobody_log_in_for_a_foreign_page) {
    EXPECT_EQ(status(with(kNobody, OriginVerdict::absent), Door::open, kChange), 200);
    EXPECT_EQ(status(with(kNobody, OriginVerdict::allowed), Door::open, kChange), 200);
    EXPECT_EQ(status(with(kNobody, OriginVerdict::foreign), Door::open, kChange), 403);
}

TEST(Doors, open_a_websocket_only_for_a_page_that_is_allowed_or_for_no_page) {
    for (auto const& visit : {kViewer, kViewerToken, kLocal}) {
        EXPECT_EQ(status(with(visit, OriginVerdict::allowed), Door::view, kUpgrade), 200);
        EXPECT_EQ(status(with(visit, OriginVerdict::foreign), Door::view, kUpgrade), 403);
    }
    EXPECT_EQ(status(with(kViewer, OriginVerdict::absent), Door::view, kUpgrade), 403)
        << "the cookie alone is not enough";
    EXPECT_EQ(status(with(kViewerToken, OriginVerdict::absent), Door::view, kUpgrade), 200);
}

TEST(Doors, are_closed_under_a_foreign_name_but_for_boards) {
    for (auto const door : {Door::open, Door::view, Door::operate}) {
        auto visit = kLocal;
        visit.host_allowed = false;
        EXPECT_EQ(status(visit, door), 421);
    }
    auto board = kBoard;
    board.host_allowed = false;
    EXPECT_EQ(status(board, Door::upload, kChange), 200);
    auto nobody = kNobody;
    nobody.host_allowed = false;
    EXPECT_EQ(status(nobody, Door::own), 200) << "the endpoint decides";
}

TEST(Doors, let_who_has_no_name_for_us_read_and_no_more) {
    for (auto visit : {kLocal, kToken, kNobody}) {
        visit.host_allowed = false;
        visit.is_nameless = true;
        EXPECT_EQ(status(visit, Door::open), 200);
        EXPECT_EQ(status(visit, Door::open, kChange), 421);
        EXPECT_EQ(status(visit, Door::view, kUpgrade), 421);
    }
}

TEST(Doors, tell_who_has_less_than_a_role_the_reason) {
    auto local = visit_of(Identity::Kind::local, Role::viewer);
    auto basic = visit_of(Identity::Kind::token, Role::viewer);
    basic.who.by_cookie = true;
    for (auto* const visit : {&local, &basic}) {
        visit->who.because = "for a reason";
        EXPECT_EQ(refuse(*visit, Door::operate, {})->status, 403);
        EXPECT_EQ(refuse(*visit, Door::operate, {})->detail, "for a reason");
    }
}

TEST(Doors, say_why_in_words_that_can_be_counted) {
    auto wrong = kNobody;
    wrong.wrong_credential = true;
    EXPECT_EQ(refuse(kNobody, Door::view, {})->reason, "no_credential");
    EXPECT_EQ(refuse(wrong, Door::view, {})->reason, "wrong_credential");
    EXPECT_EQ(refuse(kViewer, Door::operate, {})->reason, "role");
    EXPECT_EQ(refuse(with(kToken, OriginVerdict::foreign), Door::view, kUpgrade)->reason, "origin");
}

} // namespace
} // namespace watchpost::auth
