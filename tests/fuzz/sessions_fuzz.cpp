// A camera, a Pico, a viewer and a dashboard on one hub, who say anything in any order. Nothing ends a link but what
// must, every answer is sound and rare enough, only sane pictures are passed on, and no line of the log is broken.
//
// An input is a list of steps: a byte that says who does what, a length in two bytes, and so many bytes.

#include "esp32cam_session.hpp"
#include "jpeg_rules.hpp"
#include "json_rules.hpp"
#include "pico_session.hpp"
#include "recording_link.hpp"
#include "support/manual_clock.hpp"
#include "video_session.hpp"
#include "web_session.hpp"

#include <watchpost/net/link_set.hpp>

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <map>
#include <mutex>

using namespace watchpost;
using fuzz::require;

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLargestText = 512 * 1024;

/// Holds every line of the log to SECURITY rule 19.
class StrictSink final : public spdlog::sinks::base_sink<std::mutex> {
    void sink_it_(spdlog::details::log_msg const& message) override {
        std::string_view const line(message.payload.data(), message.payload.size());
        require(fuzz::is_utf8(line) && fuzz::is_one_plain_line(line), "a log line is one plain line", line);
        require(line.size() < 1000, "a log line is short", line);
    }
    void flush_() override {}
};

enum class Who { camera, pico, viewer, dashboard };

/// How often one kind of answer may come.
class Rate {
public:
    explicit Rate(SteadyTime::duration least)
        : least_(least) {}
    void note(SteadyTime now) {
        require(!last_ || now - *last_ >= least_, "complaints are rare");
        last_ = now;
    }

private:
    SteadyTime::duration least_;
    std::optional<SteadyTime> last_;
};

class Table {
public:
    Table() {
        open(Who::camera);
        open(Who::pico);
        open(Who::viewer);
        open(Who::dashboard);
    }

    ~Table() {
        for (auto& [who, link] : links_)
            link->end({net::EndInfo::Cause::vanished, 0, ""});
    }

    void step(fuzz::Input& input) {
        auto const what = input.byte();
        auto const who = static_cast<Who>(what & 3U);
        auto const length = static_cast<std::size_t>(input.byte()) << 8U;
        auto const bytes = input.some(length | input.byte());
        switch (what >> 2U & 7U) {
        case 0:
        case 1:
        case 2:
            return text(who, bytes);
        case 3:
        case 4:
            return binary(who, bytes);
        case 5:
            return pass(std::chrono::milliseconds(50 * (1 + bytes.size() % 400)));
        case 6:
            return leave(who, bytes);
        default:
            return open(who);
        }
    }

private:
    /// As the link does: a text that is not UTF-8 never comes to a session.
    void text(Who who, std::string_view bytes) {
        auto* const handler = links_.at(who)->handler();
        if (handler == nullptr || !fuzz::is_utf8(bytes)) return;
        handler->on_text(bytes);
        require_open_unless_out_of_step(who);
    }

    void binary(Who who, std::string_view bytes) {
        auto* const handler = links_.at(who)->handler();
        if (handler == nullptr) return;
        handler->on_binary(MessageBytes{std::span(reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size())});
        require_open_unless_out_of_step(who);
    }

    /// Nothing that is said ends a link, but a camera whose messages are cut in the wrong places.
    void require_open_unless_out_of_step(Who who) {
        auto const& ended = links_.at(who)->ended();
        if (!ended) return;
        require(who == Who::camera && ended->code == net::close_code::kProtocolError, "no message ends a link",
                ended->reason);
        log_end(who);
    }

    void pass(std::chrono::milliseconds time) {
        clock_.advance(time);
        hub_.commands.tick();
        hub_.refresh_rates();
        for (auto& [who, link] : links_)
            if (auto* const handler = link->handler()) {
                handler->on_sign_of_life();
                handler->on_tick(clock_.now());
            }
    }

    void leave(Who who, std::string_view reason) {
        auto const code = static_cast<std::uint16_t>(1000 + reason.size() % 15);
        links_.at(who)->end({net::EndInfo::Cause::peer_closed, code, std::string(reason)});
        log_end(who);
    }

    void log_end(Who who) {
        auto const& link = *links_.at(who);
        closed_.opened("/ws");
        closed_.ended("/ws", "/ws " + link.label(), *link.ended());
    }

    /// A newer link; the older one, if it is still there, is replaced by it as it would be.
    void open(Who who) {
        auto fresh = std::make_unique<fuzz::RecordingLink>(clock_);
        auto& link = *fresh;
        link.on_text = [this, who](std::string_view text) { check_text(who, text); };
        link.on_frame = [who](FramePtr const& frame) {
            require(who == Who::viewer, "only a viewer gets pictures");
            std::span const jpeg(frame->jpeg.data(), frame->jpeg.size());
            auto const check = media::walk_jpeg(jpeg);
            require(check.verdict == media::JpegVerdict::ok, "only pictures that the walk lets pass are passed on");
            require(check.begin == 0 && check.size == jpeg.size(), "nothing is passed on but the picture");
            fuzz::require_sane_picture(jpeg, check);
        };
        complaints_.insert_or_assign(who, Rate{who == Who::pico ? 10s : 1s});
        link.open([this, who](net::Link& to) { return session(who, to); });
        auto const old = links_.find(who);
        if (old != links_.end()) old->second->end({net::EndInfo::Cause::vanished, 0, ""});
        links_.insert_or_assign(who, std::move(fresh));
    }

    std::unique_ptr<net::LinkHandler> session(Who who, net::Link& link) {
        using namespace sessions;
        switch (who) {
        case Who::camera:
            return std::make_unique<Esp32camSession>(link, hub_, "garden", PeerInfo{"192.0.2.1", "a camera"});
        case Who::pico:
            return std::make_unique<PicoSession>(link, hub_, "mast", PeerInfo{"192.0.2.2", "a Pico"});
        case Who::viewer:
            return std::make_unique<VideoSession>(link, hub_, feed_, std::nullopt, browser(auth::Role::viewer));
        case Who::dashboard:
            break;
        }
        return std::make_unique<WebSession>(link, hub_, feed_, browser(auth::Role::operator_));
    }

    sessions::Browser browser(auth::Role role) {
        auth::Identity who;
        who.kind = auth::Identity::Kind::local;
        who.role = role;
        return {who, keeper_};
    }

    void check_text(Who who, std::string_view text) {
        bool const is_board = who == Who::camera || who == Who::pico;
        auto const json = is_board ? fuzz::require_board_wire(text) : fuzz::require_wire(text);
        require(text.size() <= kLargestText, "an answer is bounded");
        bool const is_complaint = json.value("type", protocol::Json()) == "error";
        if (is_complaint) require(who != Who::camera, "a camera hears nothing of its errors (quirk Q27)", text);
        if (is_complaint) complaints_.at(who).note(clock_.now());
        if (who == Who::pico && json.contains("command") && json["command"].contains("servo1"))
            for (auto const* const servo : {"servo1", "servo2"}) {
                auto const angle = json["command"][servo].get<double>();
                require(angle >= 0 && angle <= 180, "no servo is told an angle out of its range", text);
            }
    }

    test::ManualClock clock_;
    hub::Hub hub_{clock_};
    auth::Doorkeeper keeper_{clock_, [](IpAddress const&) { return false; }};
    sessions::StatusFeed feed_{hub_};
    net::LinkSet closed_;
    std::map<Who, Rate> complaints_;
    std::map<Who, std::unique_ptr<fuzz::RecordingLink>> links_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static bool const is_logging = [] {
        auto logger = std::make_shared<spdlog::logger>("strict", std::make_shared<StrictSink>());
        logger->set_level(spdlog::level::trace);
        spdlog::set_default_logger(std::move(logger));
        return true;
    }();
    require(is_logging, "the log is watched");
    fuzz::Input input{data, size};
    Table table;
    while (!input.empty())
        table.step(input);
    return 0;
}
