#pragma once

#include <watchpost/core/command.hpp>
#include <watchpost/core/photo.hpp>
#include <watchpost/core/result.hpp>

#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The words of the HTTP interface that we replace (PROTOCOL section 8), with its field names. Every number is read
/// strictly: nothing is made out of a string, a bool or a fraction.
namespace watchpost::protocol::legacy {

/// What is wrong with a request, as the old server said it: `{"detail":[{"loc":["body","servo1"],"msg":…,"type":…}]}`.
struct Invalid {
    std::string part;  ///< "body" or "query"
    std::string field; ///< empty for the whole
    std::string message;
    std::string type;
};
std::string invalid_document(Invalid const& invalid);

template <class T>
using Read = std::variant<T, Invalid>;

/// `{"servo1":0-180,"servo2":0-180}`; one that is missing is 90.
Read<ServoTarget> read_servo(std::string_view body);

/// `{"action":…,"intensity":0-100}`. Only words of the old list get through; an intensity that is missing is 50.
Read<DeviceAction> read_action(std::string_view body);

/// `{"quality":1-100,"flash":…,"intensity":0-100}`; what is missing is 80, false and 50. Gives `capture_photo`.
Read<DeviceAction> read_photo_order(std::string_view body);

/// A number of a query or a form field, in digits.
Read<int> read_number(std::string_view text, std::string part, std::string field, int lowest, int highest);

enum class Status { success, warning, error };

/// `{"status":…,"message":…}`.
std::string message_document(Status status, std::string_view message);

std::string photo_stored_document(StoredPhoto const& photo);

/// `processing_time` is in seconds.
std::string frame_taken_document(double processing_time);

std::string gallery_document(std::vector<StoredPhoto> const& photos, std::size_t total, int page, int limit);

std::string photo_count_document(std::size_t count);

/// `connected` decides whether the old page lets people take photos.
std::string camera_status_document(bool connected, std::optional<DeviceId> const& id,
                                   std::optional<WallTime> last_seen);

/// What the old page shows of the whole.
struct Overview {
    bool camera_online = false;
    bool pico_online = false;
    std::optional<WallTime> pico_last_seen;
    std::optional<double> ram_percent;  ///< in use
    std::optional<double> cpu_percent;  ///< since the machine was asked before
    std::optional<double> free_percent; ///< of the disk with the photos
};
std::string overview_document(Overview const& overview);

} // namespace watchpost::protocol::legacy
