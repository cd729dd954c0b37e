#include "account.hpp"

#include "author.hpp"
#include "commands.hpp"
#include "json_answer.hpp"
#include "login_queue.hpp"

#include <watchpost/auth/cookies.hpp>
#include <watchpost/auth/passwords.hpp>
#include <watchpost/core/token_bucket.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::api {
namespace {

using net::Access;
using net::Answer;
using net::Request;
using net::Response;
using protocol::Json;

/// About what it takes to verify one, for who is refused without.
constexpr auto kSameTime = std::chrono::milliseconds(150);
constexpr std::size_t kLongestName = 64;

Response document(Json const& json, int status = 200) {
    return json_answer(protocol::to_wire(json), status);
}

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

Response whoami(auth::Identity const& who, bool has_people) {
    return document({{"kind", auth::to_string(who.kind)},
                     {"name", text_or_null(who.name)},
                     {"role", who.role ? Json(auth::to_string(*who.role)) : Json()},
                     {"because", who.because},
                     {"address", who.address()},
                     {"secure", who.secure},
                     {"people", has_people}});
}

Response no_login() {
    return net::problem(401, "The name or the password is wrong, or it was wrong too often: then wait five minutes.");
}

Response try_again(std::string const& why) {
    auto busy = net::problem(503, why);
    busy.headers.emplace_back("Retry-After", "1");
    return busy;
}

struct Attempt {
    std::string name;
    std::string password;
};

Result<Attempt> read_attempt(std::string const& body) {
    auto const object = protocol::parse_object(body);
    if (!object) return object.error();
    protocol::Fields const fields(*object);
    auto name = fields.text("name");
    auto password = fields.text("password");
    if (!name || !password) return Error{"name and password: both must be texts"};
    if (name->size() > kLongestName || password->size() > auth::kLongestPassword)
        return Error{"name or password: it is too long"};
    return Attempt{std::move(*name), std::move(*password)};
}

/// Loop thread only; lives as long as the routes.
class Account : public std::enable_shared_from_this<Account> {
public:
    explicit Account(Sources const& sources)
        : sources_(sources)
        , queue_(sources.hashers) {}

    Answer log_in(Request const& request) {
        if (auto refusal = check_type(request)) return std::move(*refusal);
        auto attempt = read_attempt(request.body);
        if (!attempt) return net::problem(400, attempt.error().message + ".");
        auto const& who = request.visit->who;
        auto login = sources_.keeper.begin_login(attempt->name, who.client, request.visit->at_machine);
        if (!login) return must_wait(who.client);
        return verify(std::move(*login), std::move(attempt->password), who.secure);
    }

    Answer log_out(Request const& request) {
        auto const& who = request.visit->who;
        if (who.kind == auth::Identity::Kind::person) {
            sources_.hub.audit.note({author_of(request), "log_out", who.name, {}, "done"});
            sources_.keeper.log_out(who.name);
        }
        Response response;
        response.status = 204;
        response.headers.emplace_back("Set-Cookie", auth::clear_session_cookie(who.secure));
        // Whoever sits at this browser next finds nothing of it; browsers obey over https and on the machine itself.
        response.headers.emplace_back("Clear-Site-Data", R"("cache", "storage")");
        return response;
    }

private:
    Answer verify(auth::Doorkeeper::Login login, std::string password, bool secure) {
        net::LaterAnswer later;
        later.begin = [self = shared_from_this(), login = std::move(login), password = std::move(password),
                       secure](net::LaterAnswer::Done done) {
            auto const right = std::make_shared<std::optional<bool>>();
            LoginQueue::Check check;
            check.may_begin = [self, login] { return self->sources_.keeper.may_try(login); };
            check.work = [right, hash = login.hash, password] { *right = auth::verify_password(hash, password); };
            check.then = [self, right, login, secure, done](LoginQueue::End end) {
                done(self->answer_after(end, login, *right, secure));
            };
            auto turn = self->queue_.join(self->sources_.keeper.place_of(login.client), std::move(check));
            if (!turn) done(too_many());
            return turn ? std::move(*turn) : Guard{};
        };
        later.at_limit = [] { return net::problem(503, "The password could not be verified in time; try again."); };
        return later;
    }

    Response answer_after(LoginQueue::End end, auth::Doorkeeper::Login const& login, std::optional<bool> right,
                          bool secure) {
        switch (end) {
        case LoginQueue::End::worked:
            return verified(login, right, secure);
        case LoginQueue::End::turned_off:
            return must_wait(login.client);
        case LoginQueue::End::pushed_out:
            break;
        }
        return too_many();
    }

    static Response too_many() { return try_again("Too many people log in at this moment; try again."); }

    Response must_wait(IpAddress const& client) {
        tell_refused(client, "too_many_attempts");
        note_login(client, "", "too_many_attempts");
        auto refusal = no_login();
        refusal.delay = kSameTime;
        return refusal;
    }

    Response verified(auth::Doorkeeper::Login const& login, std::optional<bool> right, bool secure) {
        if (!right) return try_again("There is not enough memory to verify the password; try again.");
        auto const begun = sources_.keeper.end_login(login, *right, secure);
        if (!begun) {
            tell_refused(login.client, "wrong_password");
            note_login(login.client, login.hash.empty() ? "" : login.name, "wrong_password");
            return no_login();
        }
        note_login(login.client, begun->who.name, "");
        auto response = whoami(begun->who, true);
        response.headers.emplace_back("Set-Cookie",
                                      auth::set_session_cookie(begun->token, secure, auth::SessionTable::kLongest));
        return response;
    }

    /// `why` is empty for who is in. A name that nobody has may be a password in the wrong field: it stays untold. Who
    /// guesses does not push out what others did: each is counted and logged elsewhere.
    void note_login(IpAddress const& client, std::string const& name, std::string const& why) {
        if (!why.empty() && !refused_deeds_.take(sources_.hub.clock.now())) return;
        auto const kind = why.empty() ? "person" : "nobody";
        sources_.hub.audit.note({{kind, why.empty() ? name : "", client.to_string(), "POST /api/v1/session"},
                                 "log_in",
                                 name,
                                 {},
                                 why.empty() ? "done" : "refused",
                                 why});
    }

    void tell_refused(IpAddress const& client, std::string_view reason) const {
        if (sources_.refused) sources_.refused(client, "POST /api/v1/session", reason);
    }

    Sources const sources_;
    LoginQueue queue_;
    TokenBucket refused_deeds_{std::chrono::seconds(10), 60};
};

Response issue_ticket(auth::Doorkeeper& keeper, Request const& request) {
    auto const seconds = std::chrono::seconds(auth::Tickets::kValid).count();
    return document({{"ticket", keeper.issue_ticket(request.visit->who)}, {"expires_in", seconds}}, 201);
}

} // namespace

void add_account_routes(net::Router& router, Sources const& sources) {
    auto& keeper = sources.keeper;
    auto const account = std::make_shared<Account>(sources);
    router.add({"GET", "/api/v1/whoami", Access::open, [&keeper](Request const& request) -> Answer {
                    return whoami(request.visit->who, keeper.has_people());
                }});
    router.add({"POST", "/api/v1/session", Access::open,
                [account](Request const& request) { return account->log_in(request); }});
    router.add({"DELETE", "/api/v1/session", Access::open,
                [account](Request const& request) { return account->log_out(request); }});
    router.add({"POST", "/api/v1/tickets", Access::viewer,
                [&keeper](Request const& request) -> Answer { return issue_ticket(keeper, request); }});
    router.add(
        {"GET", "/login", Access::open, [show = sources.login_page](Request const&) -> Answer { return show(200); }});
}

} // namespace watchpost::api
