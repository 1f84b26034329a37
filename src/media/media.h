// Photos that residents send: checked by content, turned upright, stripped of metadata, resized. The decoding happens in separate
// sandboxed programs (`raekoda-media`), so that a malicious picture can hurt neither the server nor its data.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace raekoda::media {

inline constexpr std::size_t max_file_bytes = 15u << 20;
inline constexpr long long max_pixels = 50'000'000;
inline constexpr int max_side = 12'000;           // pixels
inline constexpr int large_side = 1600;           // longest side of Photo::large, pixels; smaller pictures stay as they are
inline constexpr int thumbnail_side = 400;        // longest side of Photo::thumbnail, pixels
inline constexpr std::size_t max_rectangles = 50;  // in one call of cover

// WGS 84 degrees, in range: latitude -90 to 90, longitude -180 to 180.
struct GeoPosition {
    double latitude = 0;
    double longitude = 0;
};

struct Photo {
    std::string large;      // JPEG, sRGB, upright, no metadata, transparency on white
    std::string thumbnail;  // the same, small
    int width = 0;          // of `large`, pixels
    int height = 0;
    std::optional<GeoPosition> position;  // from the picture's EXIF; the caller decides whether to use it
    std::optional<Instant> taken;         // from the picture's EXIF; without an offset it is read in the zone asked for
};

// An area of a picture in fractions of its width and height, from the upper left corner.
struct Rectangle {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
};

struct WorkshopOptions {
    std::string worker;           // path of the program raekoda-media
    int workers = 2;              // 1 to 64 pictures at the same time
    int images_per_worker = 50;   // then a fresh process takes its place
    int image_milliseconds = 20'000;  // a picture that takes longer is given up and its worker killed
    int wait_milliseconds = 10'000;   // how long a call waits for a free worker
    int start_milliseconds = 15'000;  // how long a worker may take to start
};

// The program's path: RAEKODA_MEDIA_WORKER when set, else `raekoda-media` beside the running program.
std::string default_worker_path();

// A pool of workers. Thread-safe; every call may block for the times above.
class PhotoWorkshop {
   public:
    // Starts one worker to see that it works and its sandbox holds; the others start when needed. Errors: invalid (options), unavailable.
    static Result<std::unique_ptr<PhotoWorkshop>> open(WorkshopOptions options);
    static Result<std::unique_ptr<PhotoWorkshop>> open(std::string worker, int workers);

    // Takes JPEG, PNG, WebP, HEIC or GIF (its first frame), known by content. Errors: too_large (media.file_too_large),
    // invalid (media.not_an_image, media.too_many_pixels, media.damaged), unavailable (no worker free or startable).
    Result<Photo> prepare(std::string_view bytes, std::string_view zone = default_zone);

    // A stored `large` with these areas filled flat, edges rounded outwards. Parts outside the picture are ignored. Errors: as prepare,
    // and invalid (media.bad_area) when an area is not finite, is empty or lies outside, or there are none or too many.
    Result<Photo> cover(std::string_view jpeg, const std::vector<Rectangle>& areas);

    // Kills the workers. No call may be running.
    ~PhotoWorkshop();

   private:
    struct Pool;
    explicit PhotoWorkshop(std::unique_ptr<Pool>);
    std::unique_ptr<Pool> pool_;
};

}  // namespace raekoda::media
