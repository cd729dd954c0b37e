// Stations and their presets: kept through restarts and kills, told to dashboards, and moved to.

#include "support/daemon_api.hpp"
#include "support/daemon_process.hpp"
#include "support/eventually.hpp"
#include "support/sanitizers.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <memory>

namespace watchpost::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using Json = nlohmann::json;

std::string const kDoor = R"({"id":"door","camera":"front","pico":"mast"})";

class Stations : public testing::Test {
protected:
    /// `list` is what the configuration has under `stations`.
    void configure(std::string const& list) { write_text(config_, R"({"stations":[)" + list + "]}"); }
    void start() {
        daemon_.reset();
        daemon_ = std::make_unique<DaemonProcess>(std::vector<std::string>{"--config", config_.string()},
                                                  std::vector{"WATCHPOST_DATA_DIR=" + data_dir_.string()});
    }
    unsigned short port() const { return daemon_->port(); }

    HttpReply ask(std::string const& method, std::string const& path, std::string const& body = "") {
        return http(port(), method, "/api/v1/stations" + path, kJson, body);
    }
    int put(std::string const& station, std::string const& name, std::string const& body) {
        return ask("PUT", "/" + station + "/presets/" + name, body).status;
    }
    Json get(std::string const& path) { return get_json(port(), "/api/v1/stations" + path); }
    /// A Pico that says where its servos stand.
    WsClient open_pico(std::string const& id) {
        auto pico = WsClient::open(port(), "/ws/pico", {{"X-Device-ID", id}});
        pico.send_text(R"({"type":"connect","device":"pico","servo1_angle":30,"servo2_angle":75})");
        EXPECT_TRUE(eventually([&] {
            auto const known = device(port(), id);
            return known.is_object() && known["servo2_angle"] == 75;
        }));
        return pico;
    }

    TemporaryFolder place_;
    fs::path const config_ = place_.path() / "watchpost.json";
    fs::path const data_dir_ = place_.path() / "data";
    std::unique_ptr<DaemonProcess> daemon_;
};

TEST_F(Stations, PresetsAreSetListedReplacedAndDeleted) {
    configure(kDoor);
    start();
    EXPECT_EQ(get(""), Json::parse(R"({"stations":[{"id":"door","camera":"front","pico":"mast","presets":[]}]})"));
    auto const added = ask("PUT", "/door/presets/gate", R"({"pan":0,"tilt":180})");
    EXPECT_EQ(added.status, 201);
    EXPECT_EQ(Json::parse(added.body), Json::parse(R"({"name":"gate","pan":0,"tilt":180})"));
    EXPECT_EQ(put("door", "gate", R"({"pan":10,"tilt":170})"), 200);
    EXPECT_EQ(put("door", "home", R"({"pan":80,"tilt":100})"), 201);
    EXPECT_EQ(put("door", "attic", R"({"pan":1,"tilt":2})"), 201);
    auto const presets = Json::parse(R"([{"name":"home","pan":80,"tilt":100},{"name":"attic","pan":1,"tilt":2},
                                         {"name":"gate","pan":10,"tilt":170}])");
    EXPECT_EQ(get("/door/presets").at("presets"), presets);
    EXPECT_EQ(get("/door").at("presets"), presets);
    EXPECT_EQ(get("/door/presets/gate"), presets[2]);
    EXPECT_EQ(get_json(port(), "/api/v1/status").at("stations").at(0).at("presets"), presets);

    auto const deleted = ask("DELETE", "/door/presets/gate");
    EXPECT_EQ(deleted.status, 204);
    EXPECT_EQ(deleted.body, "");
    EXPECT_EQ(ask("DELETE", "/door/presets/gate").status, 404);
    EXPECT_EQ(ask("GET", "/door/presets/gate").status, 404);
    EXPECT_EQ(ask("DELETE", "/door/presets/home").status, 204);
    EXPECT_EQ(get("/door/presets/home"), Json::parse(R"({"name":"home","pan":90,"tilt":90})"));
    EXPECT_EQ(get("/door/presets").at("presets").size(), 1u);
}

TEST_F(Stations, PresetsSurviveARestartAndAKill) {
    configure(kDoor);
    start();
    ASSERT_EQ(put("door", "first", R"({"pan":1,"tilt":2})"), 201);
    daemon_->signal(SIGTERM);
    EXPECT_EQ(daemon_->wait(5s), 0);
    start();
    EXPECT_EQ(get("/door/presets/first").at("tilt"), 2);
    ASSERT_EQ(put("door", "second", R"({"pan":3,"tilt":4})"), 201);
    daemon_->signal(SIGKILL);
    daemon_->wait();
    start();
    EXPECT_EQ(get("/door/presets").at("presets").size(), 2u);
    EXPECT_EQ(get("/door/presets/second").at("pan"), 3);
    EXPECT_EQ(daemon_->log().find("presets"), std::string::npos) << daemon_->log();
}

TEST_F(Stations, GoMovesThePicoAndTellsWhatBecameOfIt) {
    configure(kDoor);
    start();
    ASSERT_EQ(put("door", "gate", R"({"pan":120,"tilt":60})"), 201);
    EXPECT_EQ(ask("POST", "/door/presets/gate/go").status, 409) << "no such Pico has ever come";
    auto pico = open_pico("mast");

    auto const gone = ask("POST", "/door/presets/gate/go");
    ASSERT_EQ(gone.status, 202) << gone.body;
    EXPECT_EQ(Json::parse(gone.body).at("device"), "mast");
    auto const command = pico.receive_text_with(R"("servo")");
    ASSERT_TRUE(command);
    EXPECT_EQ(Json::parse(*command).at("command"), (Json{{"servo1", 120}, {"servo2", 60}}));
    pico.send_text(R"({"type":"ack","command_type":"servo","status":"success","detail":"X=120, Y=60"})");
    auto const id = std::to_string(Json::parse(gone.body).at("id").get<int>());
    EXPECT_TRUE(eventually([&] { return get_json(port(), "/api/v1/commands/" + id).at("state") == "acknowledged"; }));

    // Nobody has set home.
    EXPECT_EQ(ask("POST", "/door/presets/home/go", R"({"smooth":true})").status, 202);
    auto const home = pico.receive_text_with("servo_smooth");
    ASSERT_TRUE(home);
    EXPECT_EQ(Json::parse(*home).at("command"), (Json{{"servo1", 90}, {"servo2", 90}}));
    auto const waited = ask("POST", "/door/presets/gate/go?wait=1");
    EXPECT_EQ(waited.status, 200);
    EXPECT_EQ(Json::parse(waited.body).at("state"), "queued");
}

TEST_F(Stations, AnEmptyPresetIsWhereTheBoardSaysItStands) {
    configure(kDoor);
    start();
    EXPECT_EQ(put("door", "here", "{}"), 409);
    auto pico = open_pico("mast");
    auto const added = ask("PUT", "/door/presets/here", "{}");
    EXPECT_EQ(added.status, 201);
    EXPECT_EQ(Json::parse(added.body), Json::parse(R"({"name":"here","pan":30,"tilt":75})"));
    EXPECT_EQ(get("/door/presets/here").at("pan"), 30);
}

TEST_F(Stations, WhatIsWrongIsRefusedAndNothingIsKept) {
    configure(kDoor);
    start();
    for (auto const* body : {R"({"pan":181,"tilt":0})", R"({"pan":0,"tilt":-1})", R"({"pan":true,"tilt":0})",
                             R"({"pan":"9","tilt":0})", R"({"pan":1e300,"tilt":0})", R"({"pan":90})", "", "[]",
                             "nonsense", R"({"pan":NaN,"tilt":0})", R"({"pna":1})"}) {
        auto const reply = ask("PUT", "/door/presets/gate", body);
        EXPECT_EQ(reply.status, 400) << body;
        EXPECT_EQ(reply.header("Content-Type"), "application/problem+json");
    }
    for (auto const& name :
         {std::string("Gate"), std::string("a%20b"), std::string("a.b"), std::string("%C3%A9"), std::string(33, 'x')})
        EXPECT_EQ(put("door", name, R"({"pan":1,"tilt":1})"), 400) << name;
    EXPECT_EQ(put("door", "%2e%2e%2f%2e%2e%2fpasswd", R"({"pan":1,"tilt":1})") / 100, 4);
    EXPECT_EQ(put("nobody", "gate", R"({"pan":1,"tilt":1})"), 404);
    EXPECT_EQ(ask("POST", "/door/presets/gate/go").status, 404);
    EXPECT_EQ(ask("POST", "/door/presets/home/go", R"({"smooth":1})").status, 400);
    EXPECT_EQ(ask("POST", "/door/presets").status, 405);
    for (auto const* way : {"PUT /api/v1/stations/door/presets/gate", "POST /api/v1/stations/door/presets/home/go"}) {
        std::string const text = way;
        auto const space = text.find(' ');
        EXPECT_EQ(
            http(port(), text.substr(0, space), text.substr(space + 1), {{"Content-Type", "text/plain"}}, "{}").status,
            415);
    }
    EXPECT_EQ(get("/door/presets").at("presets").size(), 0u);
    EXPECT_FALSE(fs::exists(data_dir_ / "presets.json"));
}

TEST_F(Stations, HaveRoomFor64Presets) {
    configure(kDoor);
    start();
    for (int i = 0; i < 64; ++i)
        ASSERT_EQ(put("door", "p" + std::to_string(i), R"({"pan":1,"tilt":1})"), 201);
    EXPECT_EQ(put("door", "one-more", R"({"pan":1,"tilt":1})"), 409);
    EXPECT_EQ(put("door", "p63", R"({"pan":2,"tilt":2})"), 200);
}

TEST_F(Stations, TheOnlyCameraAndTheOnlyPicoAreMainUntilThereIsAnother) {
    configure("");
    start();
    auto dashboard = WsClient::open(port(), "/ws");
    ASSERT_TRUE(dashboard.receive_text_with(R"("stations":[])"));
    auto camera = open_camera(port(), "garden");
    EXPECT_EQ(get("").at("stations"), Json::array());
    auto pico = open_pico("mast");
    ASSERT_TRUE(dashboard.receive_text_with(R"("id":"main")"));
    EXPECT_EQ(get("/main"), Json::parse(R"({"id":"main","camera":"garden","pico":"mast","presets":[]})"));
    EXPECT_EQ(put("main", "gate", R"({"pan":1,"tilt":2})"), 201);
    EXPECT_TRUE(dashboard.receive_text_with(R"("name":"gate")")) << "dashboards are told";

    auto second = open_camera(port(), "porch");
    EXPECT_TRUE(dashboard.receive_text_with(R"("stations":[])"));
    EXPECT_EQ(ask("GET", "/main").status, 404);
}

TEST_F(Stations, ChangeWithTheConfigurationAndKeepWhatTheyRemember) {
    configure(kDoor);
    start();
    ASSERT_EQ(put("door", "gate", R"({"pan":1,"tilt":2})"), 201);
    auto dashboard = WsClient::open(port(), "/ws");
    ASSERT_TRUE(dashboard.receive_text_with(R"("id":"door")"));

    configure(R"({"id":"yard","camera":"back","pico":"mast"})");
    daemon_->signal(SIGHUP);
    ASSERT_TRUE(dashboard.receive_text_with(R"("id":"yard")"));
    EXPECT_EQ(ask("GET", "/door").status, 404);
    EXPECT_EQ(put("yard", "x", R"({"pan":1,"tilt":2})"), 201);

    configure(kDoor);
    start();
    EXPECT_EQ(get("/door/presets/gate").at("tilt"), 2);
}

TEST_F(Stations, PresetsThatCannotBeUnderstoodAreSetAsideLoudly) {
    configure(kDoor);
    fs::create_directory(data_dir_);
    write_text(data_dir_ / "presets.json", R"({"version":1,"stations":[{"id":"door")");
    start();
    EXPECT_NE(daemon_->log().find("it was set aside as " + data_dir_.string() + "/presets.json.broken-20"),
              std::string::npos)
        << daemon_->log();
    EXPECT_NE(daemon_->log().find("[error]"), std::string::npos);
    EXPECT_EQ(put("door", "gate", R"({"pan":1,"tilt":2})"), 201);
}

TEST_F(Stations, GoOnWithoutADataFolderAndSaySo) {
    configure(kDoor);
    write_text(data_dir_, "a file where the folder belongs");
    start();
    EXPECT_NE(daemon_->log().find("presets cannot be kept: " + data_dir_.string()), std::string::npos)
        << daemon_->log();
    auto const refused = ask("PUT", "/door/presets/gate", R"({"pan":1,"tilt":2})");
    EXPECT_EQ(refused.status, 507);
    EXPECT_NE(refused.body.find(data_dir_.string()), std::string::npos) << refused.body;
    EXPECT_EQ(get("/door/presets").at("presets"), Json::array());
    auto pico = open_pico("mast");
    EXPECT_EQ(ask("POST", "/door/presets/home/go").status, 202);
}

TEST_F(Stations, KeepTheOldPresetsWhileTheDiskFailsAndTheNewOnesAfterwards) {
    configure(kDoor);
    start();
    ASSERT_EQ(put("door", "gate", R"({"pan":1,"tilt":2})"), 201);
    fs::rename(data_dir_, place_.path() / "elsewhere");
    write_text(data_dir_, "a file where the folder belongs");
    EXPECT_EQ(put("door", "gate", R"({"pan":3,"tilt":4})"), 507);
    EXPECT_EQ(ask("DELETE", "/door/presets/gate").status, 507);
    EXPECT_EQ(get("/door/presets/gate").at("pan"), 1);

    fs::remove(data_dir_);
    fs::rename(place_.path() / "elsewhere", data_dir_);
    EXPECT_EQ(put("door", "gate", R"({"pan":5,"tilt":6})"), 200);
    EXPECT_EQ(get("/door/presets/gate").at("pan"), 5);
}

TEST(DemoStations, AreTheSimulatedPairsAndForgetWithTheDemo) {
    TemporaryFolder const place;
    // Without a sign of equality putenv takes the variable away (putenv(3), glibc).
    DaemonProcess demo{{"--cameras", "2", "--picos", "1", "--move-speed", "50"},
                       {"WATCHPOST_DATA_DIR", "TMPDIR=" + place.path().string()},
                       "demo"};
    auto const list = get_json(demo.port(), "/api/v1/stations").at("stations");
    EXPECT_EQ(list, Json::parse(R"([{"id":"sim-1","camera":"sim-cam-1","pico":"sim-pico-1","presets":[]}])"));
    auto dashboard = WsClient::open(demo.port(), "/ws");
    ASSERT_TRUE(dashboard.receive_text_with(R"("servo1_angle":90)"));

    EXPECT_EQ(http(demo.port(), "PUT", "/api/v1/stations/sim-1/presets/gate", kJson, R"({"pan":140,"tilt":70})").status,
              201);
    EXPECT_FALSE(fs::is_empty(place.path()));
    auto const gone = http(demo.port(), "POST", "/api/v1/stations/sim-1/presets/gate/go?wait=20000", kJson);
    EXPECT_EQ(gone.status, 200);
    EXPECT_EQ(Json::parse(gone.body).at("state"), "acknowledged");
    EXPECT_TRUE(dashboard.receive_text_with(R"("servo1_angle":140)"));

    demo.signal(SIGTERM);
    EXPECT_EQ(demo.wait(kSlowdown * 5s), 0);
    EXPECT_TRUE(fs::is_empty(place.path()));
}

TEST(DemoStations, AreThoseOfTheConfigurationWhenItHasAny) {
    TemporaryFolder const place;
    auto const config = place.path() / "watchpost.json";
    write_text(config, R"({"stations":[)" + kDoor + "]}");
    DaemonProcess demo{{"--cameras", "1", "--picos", "1", "--config", config.string()}, {}, "demo"};
    auto const list = get_json(demo.port(), "/api/v1/stations").at("stations");
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list.at(0).at("id"), "door");
}

} // namespace
} // namespace watchpost::test
