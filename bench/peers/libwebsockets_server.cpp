// libwebsockets_server PORT: as libwebsockets wants it, one thread that writes in the writeable callback. A viewer that
// falls behind goes on with the newest frame. The rules for cameras and viewers are limit_server's.

#include <libwebsockets.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

struct Frame {
    std::uint64_t id = 0;
    std::vector<unsigned char> bytes; ///< room of LWS_PRE, then the payload
};

struct Stream {
    std::shared_ptr<Frame> newest;
    std::list<lws*> viewers;
};

struct Session {
    bool is_camera = false;
    bool has_acked = false;
    Stream* stream = nullptr;
    std::uint64_t sent = 0; ///< the newest frame that this viewer got
    std::vector<unsigned char> in;
    std::list<lws*>::iterator place;
};

std::map<std::string, Stream> streams;
std::uint64_t next_id = 1;

std::string header_of(lws* wsi, lws_token_indexes token) {
    std::array<char, 128> text{};
    lws_hdr_copy(wsi, text.data(), static_cast<int>(text.size()), token);
    return text.data();
}

std::string camera_of(lws* wsi, bool is_camera) {
    std::array<char, 64> text{};
    auto const size = static_cast<int>(text.size());
    constexpr char name[] = "x-device-id:";
    char const* value = text.data();
    if (is_camera)
        lws_hdr_custom_copy(wsi, text.data(), size, name, sizeof name - 1);
    else
        value = lws_get_urlarg_by_name(wsi, "camera=", text.data(), size); // it points behind the name
    return value == nullptr || *value == '\0' ? "cam0" : value;
}

void on_open(lws* wsi, Session& session) {
    session.is_camera = header_of(wsi, WSI_TOKEN_GET_URI) == "/ws/esp32cam";
    session.stream = &streams[camera_of(wsi, session.is_camera)];
    if (session.is_camera) {
        lws_callback_on_writable(wsi);
    } else {
        session.sent = session.stream->newest ? session.stream->newest->id : 0;
        session.place = session.stream->viewers.insert(session.stream->viewers.end(), wsi);
    }
}

void on_bytes(lws* wsi, Session& session, void const* bytes, std::size_t size) {
    if (!session.is_camera || !lws_frame_is_binary(wsi)) return;
    if (session.in.empty()) session.in.resize(LWS_PRE);
    auto const* const from = static_cast<unsigned char const*>(bytes);
    session.in.insert(session.in.end(), from, from + size);
    if (!lws_is_final_fragment(wsi) || lws_remaining_packet_payload(wsi) != 0) return;
    auto frame = std::make_shared<Frame>();
    frame->id = next_id++;
    frame->bytes = std::exchange(session.in, {});
    session.in.reserve(frame->bytes.size() + 1024);
    session.stream->newest = std::move(frame);
    for (auto* const viewer : session.stream->viewers)
        lws_callback_on_writable(viewer);
}

/// Not 0 when the connection is of no more use.
int on_writable(lws* wsi, Session& session) {
    if (session.is_camera) {
        if (std::exchange(session.has_acked, true)) return 0;
        std::string const text = R"({"type":"connection_ack"})";
        std::vector<unsigned char> out(LWS_PRE);
        out.insert(out.end(), text.begin(), text.end());
        lws_write(wsi, out.data() + LWS_PRE, text.size(), LWS_WRITE_TEXT);
        return 0;
    }
    auto const newest = session.stream->newest;
    if (!newest || newest->id == session.sent) return 0;
    session.sent = newest->id;
    auto const size = newest->bytes.size() - LWS_PRE;
    return lws_write(wsi, newest->bytes.data() + LWS_PRE, size, LWS_WRITE_BINARY) < static_cast<int>(size) ? -1 : 0;
}

int on_event(lws* wsi, lws_callback_reasons reason, void* user, void* in, std::size_t size) {
    // libwebsockets gives raw memory for a session, and cannot be told to make an object in it.
    auto** const session = static_cast<Session**>(user);
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        *session = new Session;
        on_open(wsi, **session);
        break;
    case LWS_CALLBACK_CLOSED:
        if (!(*session)->is_camera) (*session)->stream->viewers.erase((*session)->place);
        delete std::exchange(*session, nullptr);
        break;
    case LWS_CALLBACK_RECEIVE:
        on_bytes(wsi, **session, in, size);
        break;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        return on_writable(wsi, **session);
    default:
        break;
    }
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    constexpr std::size_t buffer = 65'536;
    std::array<lws_protocols, 2> protocols{};
    protocols[0].name = "fan";
    protocols[0].callback = on_event;
    protocols[0].per_session_data_size = sizeof(Session*);
    protocols[0].rx_buffer_size = buffer;
    lws_set_log_level(LLL_ERR, nullptr);
    lws_context_creation_info info{};
    info.port = std::atoi(argv[1]);
    info.iface = "127.0.0.1";
    info.protocols = protocols.data();
    info.pt_serv_buf_size = buffer;
    auto* const context = lws_create_context(&info);
    if (context == nullptr) return 1;
    while (lws_service(context, 0) >= 0) {
    }
    return 0;
}
