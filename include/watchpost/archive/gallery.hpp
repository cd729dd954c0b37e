#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/core/result.hpp>
#include <watchpost/core/workers.hpp>
#include <watchpost/hub/hub.hpp>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace watchpost::archive {

class PhotoFolder;

/// Keeps the photos of all cameras below the data directory, knows what is there, and tells the hub: a photo that was
/// asked for is answered for when it is on the disk. Loop thread only; the disk is left to the workers. When there are
/// more bytes than allowed, the oldest photos go. A disk that is full or read-only costs the photo, with an event that
/// says so, and nothing else; the next photo tries again. Errors name no place outside the data directory.
class Gallery final : private hub::PhotoSubscriber {
public:
    /// Photos that wait for a slow disk; beyond, they are refused.
    static constexpr std::size_t kMaxPending = 16;

    /// `hub` and `workers` live longer. Nothing is there before `open`.
    Gallery(hub::Hub& hub, Workers& workers, std::filesystem::path const& data_dir, std::uint64_t max_bytes);
    ~Gallery();

    /// Begins to find out what is there. A folder that cannot be used is told to the log, and is looked through again
    /// when it can.
    void open();

    using Stored = std::function<void(Result<StoredPhoto>)>;
    /// Keeps a photo; `done` hears its id, or why it could not be kept.
    void store(PhotoPtr photo, Stored done);

    using Loaded = std::function<void(Result<std::string>)>;
    /// The bytes of a photo that `find` knows. One whose file is gone fails, and `find` does not know it any more.
    void load(std::string const& id, Loaded done);

    using Removed = std::function<void(std::optional<Error>)>;
    /// A photo that `find` knows, and from now on does not, unless the disk refuses.
    void remove(std::string const& id, Removed done);

    std::optional<StoredPhoto> find(std::string const& id) const;
    /// Newest first: `limit` of them behind the first `offset`, of one camera or of all.
    std::vector<StoredPhoto> list(std::optional<DeviceId> const& camera, std::size_t offset, std::size_t limit) const;
    std::size_t count(std::optional<DeviceId> const& camera) const;
    std::uint64_t used_bytes() const { return used_bytes_; }
    std::uint64_t max_bytes() const { return max_bytes_; }
    void set_max_bytes(std::uint64_t max_bytes);

    /// Nothing while photos can be kept, as far as is known; else the reason why not.
    std::optional<Error> const& trouble() const { return trouble_; }

private:
    void on_photo(PhotoPtr const& photo) override;
    void put(StoredPhoto photo);
    void take_out(std::string const& id);
    void drop(std::string const& id);
    void make_room(std::string const& newcomer);
    void note(std::optional<Error> trouble);
    std::string free_id(Photo const& photo) const;

    hub::Hub& hub_;
    Workers& workers_;
    std::filesystem::path data_dir_;
    std::shared_ptr<PhotoFolder> folder_;       ///< the workers' own while they use it
    std::map<std::string, StoredPhoto> photos_; ///< ids sort by time
    std::set<std::string> reserved_;            ///< ids of photos that are being written
    std::uint64_t used_bytes_ = 0;
    std::uint64_t max_bytes_;
    std::optional<Error> trouble_;
    Guard subscription_;
};

} // namespace watchpost::archive
