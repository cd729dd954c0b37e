#include "symptoms.hpp"

#include <watchpost/hub/diagnosis.hpp>

#include <algorithm>
#include <array>

namespace watchpost::hub {
namespace {

struct Row {
    std::string_view code;
    Severity severity;
    Rule* look;
    std::string_view advice;
};

/// The gravest first; of two that are as grave the cause before what follows from it.
constexpr std::array kRows{
    Row{"wrong_token", Severity::error, wrong_token,
        "Give it a token of its own (watchpost token new) and flash that, or add the one it has with --stdin."},
    Row{"refused_name", Severity::error, refused_name,
        "Let it send an id of a-z, 0-9, '-' and '_' with at most 32 characters that is its own, or none at all."},
    Row{"shared_identity", Severity::error, shared_identity, "Give each board its own token, or its own X-Device-ID."},
    Row{"brown_out", Severity::error, brown_out,
        "Feed it 5 V with at least 1 A through a short, thick cable, put 470 uF across its supply, and never feed "
        "servos from it."},
    Row{"picture_in_pieces", Severity::error, picture_in_pieces,
        "Send each picture as one binary message; a library that must split it sends continuation frames."},
    Row{"picture_in_text", Severity::error, picture_in_text,
        "Send the JPEG itself as a binary message (sendBIN, sendBinary, send_bytes), without base64."},
    Row{"frames_cut_at_16k", Severity::error, frames_cut_at_16k,
        "Build with arduino-esp32 3.x, or dial the plain port (ws://), or take smaller pictures."},
    Row{"memory_leak", Severity::error, memory_leak,
        "Update its firmware; until then smaller pictures leave it more room."},
    Row{"stuck_firmware", Severity::error, stuck_firmware,
        "No server can help this firmware: flash the one in firmware/."},
    Row{"away", Severity::error, away, "Look whether it has power and whether its WiFi is there; then reset it."},
    Row{"too_big", Severity::warning, too_big, "Lower its resolution or quality, or raise limits.max_frame_bytes."},
    Row{"too_big_texts", Severity::warning, too_big_texts,
        "Send pictures as binary messages, not as base64 in a text; other texts have at most 16 KiB."},
    Row{"out_of_step", Severity::warning, out_of_step,
        "Smaller pictures and a stronger signal help; so does newer firmware."},
    Row{"header_growth", Severity::warning, header_growth,
        "Cut its power once: its library forgets the repeats only then. Newer firmware does not repeat them."},
    Row{"weak_signal", Severity::warning, weak_signal,
        "Move it or the access point, turn or add its antenna, or put a repeater between them."},
    Row{"slow_wifi", Severity::warning, slow_wifi,
        "Lower its resolution or quality; look who else uses the channel, and give it a better signal."},
    Row{"falls_silent", Severity::warning, falls_silent,
        "Look at the access point: client limits, roaming, power saving; let the board ping now and then."},
    Row{"restarts", Severity::warning, restarts,
        "Look at its supply first, then at its serial log; the flashed camera firmware also crashes when its link "
        "dies."},
    Row{"no_pictures", Severity::warning, no_pictures,
        "Press its reset button; if that does not last, look at the ribbon cable of the camera."},
    Row{"bad_pictures", Severity::warning, bad_pictures,
        "Look at the ribbon cable of the camera and the supply; take baseline JPEG, not progressive."},
    Row{"no_huffman_tables", Severity::warning, no_huffman_tables,
        "Let the camera make whole JPEGs instead of motion JPEG, or add the standard tables before sending."},
    Row{"unasked_photos", Severity::warning, unasked_photos,
        "Let it send a photo when capture_photo asks for one, and frames otherwise: of others ten are kept at once, "
        "and "
        "then one in ten seconds."},
    Row{"reconnect_storm", Severity::warning, reconnect_storm,
        "Look at its signal and supply, and for other programs that reset it."},
    Row{"stutters", Severity::info, stutters, "Look at its signal, and who else uses the channel."},
    Row{"extra_bytes", Severity::info, extra_bytes,
        "Harmless, but they cost bandwidth: send as many bytes as the picture has, up to its end (EOI)."},
    Row{"bad_json", Severity::info, bad_json,
        "Harmless: the flashed firmware does not escape what it logs. Newer firmware does."},
    Row{"odd_length", Severity::info, odd_length, "Harmless; another quality avoids pictures of that size."},
    Row{"never_came", Severity::info, never_came, "Flash it with this address and its token, or remove it."},
};

constexpr bool gravest_first() {
    for (std::size_t i = 1; i < kRows.size(); ++i)
        if (kRows[i].severity > kRows[i - 1].severity) return false;
    return true;
}
static_assert(gravest_first());

} // namespace

std::vector<Finding> diagnose(LinkHistory const& history, SteadyTime now) {
    std::vector<Finding> findings;
    for (auto const& row : kRows)
        if (auto symptom = row.look(history, now))
            findings.push_back(
                {row.code, row.severity, std::move(symptom->text), row.advice, symptom->count, symptom->since});
    return findings;
}

std::vector<std::string_view> finding_codes() {
    std::vector<std::string_view> codes;
    for (auto const& row : kRows)
        codes.push_back(row.code);
    return codes;
}

} // namespace watchpost::hub
