#pragma once

#include <watchpost/core/photo.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace watchpost::archive {

/// What photos may take.
struct PhotoRoom {
    std::uint64_t bytes;
    std::size_t photos;
};

/// The photos that there are, in the order in which they came, and who takes how much of the room (SECURITY rule 36). A
/// camera whose name is owned has a share of its own; all others have one share together, so that nobody gets more by
/// naming more cameras, and within it the camera that takes most makes room first. Pure; one thread.
class PhotoShelf {
public:
    using Owned = std::function<bool(DeviceId const&)>;

    /// Divides anew what is there. `owned` may change its mind: until it is set again what is divided stays so.
    void set_owned(Owned owned);
    bool is_owned(DeviceId const& camera) const { return owned_ && owned_(camera); }

    /// Nothing when a photo of this id is there already.
    void put(StoredPhoto photo);
    /// Nothing when there is none of this id.
    std::optional<StoredPhoto> take(std::string const& id);

    std::optional<StoredPhoto> find(std::string const& id) const;
    bool has(std::string const& id) const { return photos_.contains(id); }
    /// The newest first: `limit` of them behind the first `offset`, of one camera or of all.
    std::vector<StoredPhoto> list(std::optional<DeviceId> const& camera, std::size_t offset, std::size_t limit) const;
    std::size_t count(std::optional<DeviceId> const& camera) const;
    std::uint64_t bytes() const { return bytes_; }
    /// The number of the photo that came last, as far as is known.
    std::uint64_t newest_arrival() const { return newest_; }

    /// The photo that goes first when there is more than `room`: of the share that takes most, and there of the camera
    /// that takes most, the one that came first; of two that take as much the newcomer's. `newcomer` itself only when
    /// its share has no other. Nothing when there is room.
    std::optional<std::string> next_to_go(PhotoRoom const& room, std::string const& newcomer) const;

    /// Bytes that one photo of the camera may have when others want their shares.
    std::uint64_t largest_of(DeviceId const& camera, PhotoRoom const& room) const;

private:
    /// Those of older versions have no number, and their ids sort by time.
    struct Arrival {
        std::uint64_t number;
        std::string id;
        auto operator<=>(Arrival const&) const = default;
    };
    struct Load {
        std::uint64_t bytes = 0;
        std::size_t photos = 0;
    };
    struct Camera : Load {
        std::set<Arrival> order;
    };
    struct Share : Load {
        std::map<DeviceId, Camera> cameras;
    };

    std::string share_of(DeviceId const& camera) const;
    void add(StoredPhoto const& photo);
    void subtract(StoredPhoto const& photo);

    Owned owned_;
    std::map<std::string, StoredPhoto> photos_;
    std::map<std::string, Share> shares_;         ///< by the camera that has it; the common one by an empty name
    std::map<DeviceId, std::string> share_names_; ///< of the cameras that have photos, as it was when the first came
    std::set<Arrival> order_;
    std::uint64_t bytes_ = 0;
    std::uint64_t newest_ = 0;
};

} // namespace watchpost::archive
