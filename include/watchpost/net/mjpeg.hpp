#pragma once

#include <watchpost/net/link.hpp>

#include <functional>
#include <memory>
#include <string>

namespace watchpost::net {

/// An HTTP response that is one JPEG after the other (multipart/x-mixed-replace), as a session sees it. Loop thread
/// only.
class MjpegStream {
public:
    /// The newest wins: a frame that still waits is dropped and counted.
    virtual void send_frame(FramePtr frame) = 0;
    /// What became of the frames.
    virtual Delivery const& delivery() const = 0;
    /// Ends the response, and soon after this call its handler.
    virtual void close(std::string reason) = 0;

protected:
    ~MjpegStream() = default;
};

/// Lives as long as the response; its end is its destruction.
class MjpegHandler {
public:
    virtual ~MjpegHandler() = default;
};

/// What the asker wants of a stream.
struct MjpegTerms {
    FramePace pace;
    /// The stream ends when the newest picture is older: no player shows it for live then.
    std::optional<SteadyTime::duration> max_age;
};

using MjpegFactory = std::function<std::unique_ptr<MjpegHandler>(MjpegStream&)>;

} // namespace watchpost::net
