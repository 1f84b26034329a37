#include "media/media.h"

#include <doctest/doctest.h>
#include <dirent.h>
#include <signal.h>
#include <unistd.h>
#include <vips/vips.h>

#include <atomic>
#include <cmath>
#include <fstream>
#include <limits>
#include <memory>
#include <thread>

#include "media/test_exif.h"

using namespace raekoda;
using namespace raekoda::media;

namespace {

struct Unref {
    void operator()(VipsImage* image) const { g_object_unref(image); }
};
using Image = std::unique_ptr<VipsImage, Unref>;

void need_vips() {
    static const int started = VIPS_INIT("media_test");
    REQUIRE(started == 0);
}

void paint(VipsImage* image, std::vector<double> ink, int left, int top, int width, int height) {
    REQUIRE(vips_draw_rect(image, ink.data(), static_cast<int>(ink.size()), left, top, width, height, "fill", TRUE, nullptr) == 0);
}

// Red, green / blue, white quarters: every turn and mirror of it looks different.
Image quarters(int width, int height, int bands = 3) {
    need_vips();
    VipsImage* black = nullptr;
    REQUIRE(vips_black(&black, width, height, "bands", bands, nullptr) == 0);
    Image owner(black);
    Image image(vips_image_copy_memory(black));
    image->Type = bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
    int x = width / 2;
    int y = height / 2;
    std::vector<std::vector<double>> inks = {{255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 0}};
    for (auto& ink : inks) ink.resize(static_cast<std::size_t>(bands));
    paint(image.get(), inks[0], 0, 0, x, y);
    paint(image.get(), inks[1], x, 0, width - x, y);
    paint(image.get(), inks[2], 0, y, x, height - y);
    paint(image.get(), inks[3], x, y, width - x, height - y);
    return image;
}

std::string saved(VipsImage* image, const char* suffix) {
    void* bytes = nullptr;
    std::size_t size = 0;
    REQUIRE(vips_image_write_to_buffer(image, suffix, &bytes, &size, nullptr) == 0);
    std::string out(static_cast<char*>(bytes), size);
    g_free(bytes);
    return out;
}

Image opened(const std::string& bytes) {
    VipsImage* image = nullptr;
    REQUIRE(vips_jpegload_buffer(const_cast<char*>(bytes.data()), bytes.size(), &image, nullptr) == 0);
    Image lazy(image);
    return Image(vips_image_copy_memory(image));
}

// The letter of the colour at a place given in fractions: r g b w k(dark) or ?.
char colour_at(const std::string& jpeg, double x, double y) {
    auto image = opened(jpeg);
    REQUIRE(vips_image_get_bands(image.get()) == 3);
    double* point = nullptr;
    int count = 0;
    REQUIRE(vips_getpoint(image.get(), &point, &count, static_cast<int>(x * image->Xsize), static_cast<int>(y * image->Ysize), nullptr) == 0);
    std::string bits;
    for (int i = 0; i < 3; ++i) bits += point[i] > 200 ? '1' : point[i] < 60 ? '0' : '?';
    g_free(point);
    return bits == "100" ? 'r' : bits == "010" ? 'g' : bits == "001" ? 'b' : bits == "111" ? 'w' : bits == "000" ? 'k' : '?';
}
std::string corners(const std::string& jpeg) {
    return {colour_at(jpeg, 0.25, 0.25), colour_at(jpeg, 0.75, 0.25), colour_at(jpeg, 0.25, 0.75), colour_at(jpeg, 0.75, 0.75)};
}

// The marker segments of a JPEG up to its scan (ISO 10918-1 B.1.1.4), and whether anything follows the end of the picture.
std::vector<int> markers_of(const std::string& jpeg) {
    std::vector<int> markers;
    std::size_t at = 2;
    while (at + 4 <= jpeg.size() && static_cast<unsigned char>(jpeg[at]) == 0xFF) {
        int marker = static_cast<unsigned char>(jpeg[at + 1]);
        markers.push_back(marker);
        if (marker == 0xDA) break;
        at += 2 + (static_cast<unsigned char>(jpeg[at + 2]) << 8 | static_cast<unsigned char>(jpeg[at + 3]));
    }
    return markers;
}
bool is_bare(const std::string& jpeg) {
    for (int marker : markers_of(jpeg)) {
        if ((marker >= 0xE1 && marker <= 0xEF) || marker == 0xFE) return false;  // APP1 to APP15, comment
    }
    return jpeg.ends_with("\xFF\xD9") && jpeg.find("Exif") == std::string::npos;
}

WorkshopOptions test_options(int workers = 1) {
    WorkshopOptions options;
    options.worker = RAEKODA_MEDIA_WORKER_FILE;
    options.workers = workers;
    options.image_milliseconds = 60'000;
    options.wait_milliseconds = 60'000;
    options.start_milliseconds = 60'000;
    return options;
}
std::unique_ptr<PhotoWorkshop> open_workshop(WorkshopOptions options = test_options()) {
    auto workshop = PhotoWorkshop::open(std::move(options));
    REQUIRE_MESSAGE(workshop.has_value(), (workshop ? "" : workshop.error().detail));
    return std::move(*workshop);
}
PhotoWorkshop& shared_workshop() {
    static auto workshop = open_workshop();
    return *workshop;
}

std::string key_of(const Result<Photo>& result) { return result ? "done" : result.error().text_key; }

// The process ids of our children, by /proc.
std::vector<pid_t> children() {
    std::vector<pid_t> found;
    DIR* folder = opendir("/proc");
    REQUIRE(folder != nullptr);
    while (auto* entry = readdir(folder)) {
        auto id = std::atoi(entry->d_name);
        if (id <= 0) continue;
        std::ifstream file("/proc/" + std::string(entry->d_name) + "/stat");
        std::string text;
        std::getline(file, text);
        auto close = text.rfind(')');
        if (close == std::string::npos || text.size() < close + 5) continue;
        if (text[close + 2] != 'Z' && std::atoi(text.c_str() + close + 4) == getpid()) found.push_back(id);
    }
    closedir(folder);
    return found;
}

}  // namespace

TEST_CASE("a photo comes out in two sizes") {
    auto photo = shared_workshop().prepare(saved(quarters(4000, 2000).get(), ".jpg"));
    REQUIRE(photo.has_value());
    CHECK(photo->width == 1600);
    CHECK(photo->height == 800);
    CHECK(opened(photo->large)->Xsize == 1600);
    CHECK(opened(photo->thumbnail)->Xsize == 400);
    CHECK(opened(photo->thumbnail)->Ysize == 200);
    CHECK(corners(photo->large) == "rgbw");
    CHECK(corners(photo->thumbnail) == "rgbw");
    CHECK_FALSE(photo->position.has_value());
    CHECK_FALSE(photo->taken.has_value());
}

TEST_CASE("a small photo is not blown up") {
    auto photo = shared_workshop().prepare(saved(quarters(40, 60).get(), ".jpg"));
    REQUIRE(photo.has_value());
    CHECK(photo->width == 40);
    CHECK(photo->height == 60);
    CHECK(opened(photo->thumbnail)->Xsize == 40);
}

TEST_CASE("formats are known by content") {
    for (const char* suffix : {".jpg", ".jpg[interlace]", ".png", ".png[interlace]", ".webp[lossless]", ".gif", ".heic[lossless]"}) {
        CAPTURE(std::string(suffix));
        need_vips();
        if (std::string_view(suffix).starts_with(".heic") && vips_type_find("VipsOperation", "heifsave_buffer") == 0) {
            MESSAGE("skipped: this libvips writes no HEIC");
            continue;
        }
        auto photo = shared_workshop().prepare(saved(quarters(128, 64).get(), suffix));
        REQUIRE(photo.has_value());
        CHECK(photo->width == 128);
        CHECK(photo->height == 64);
        CHECK(corners(photo->large) == "rgbw");
        CHECK(is_bare(photo->large));
    }
}

TEST_CASE("transparency becomes white, grey and 16 bits become sRGB") {
    auto image = quarters(64, 64, 4);
    paint(image.get(), {0, 0, 0, 0}, 0, 0, 32, 32);
    auto photo = shared_workshop().prepare(saved(image.get(), ".png"));
    REQUIRE(photo.has_value());
    CHECK(corners(photo->large) == "wgbw");

    auto grey = shared_workshop().prepare(saved(quarters(64, 64, 1).get(), ".png"));
    REQUIRE(grey.has_value());
    CHECK(colour_at(grey->large, 0.25, 0.25) == 'w');
    CHECK(colour_at(grey->large, 0.75, 0.25) == 'k');

    auto colours = quarters(64, 64);
    VipsImage* deep = nullptr;
    REQUIRE(vips_colourspace(colours.get(), &deep, VIPS_INTERPRETATION_RGB16, nullptr) == 0);
    auto sixteen = shared_workshop().prepare(saved(Image(deep).get(), ".png"));
    REQUIRE(sixteen.has_value());
    CHECK(corners(sixteen->large) == "rgbw");
}

TEST_CASE("an embedded colour profile is applied and dropped") {
    auto colours = quarters(64, 64);
    VipsImage* wide = nullptr;
    REQUIRE(vips_icc_transform(colours.get(), &wide, "p3", "input_profile", "srgb", nullptr) == 0);
    Image owner(wide);
    auto jpeg = saved(wide, ".jpg");
    REQUIRE(jpeg.find("ICC_PROFILE") != std::string::npos);
    REQUIRE(colour_at(jpeg, 0.75, 0.25) == '?');  // sRGB green is not the green of P3
    auto photo = shared_workshop().prepare(jpeg);
    REQUIRE(photo.has_value());
    CHECK(colour_at(photo->large, 0.75, 0.25) == 'g');
    CHECK(is_bare(photo->large));

    VipsImage* print = nullptr;
    REQUIRE(vips_icc_transform(colours.get(), &print, "cmyk", "input_profile", "srgb", nullptr) == 0);
    auto printed = shared_workshop().prepare(saved(Image(print).get(), ".jpg"));
    REQUIRE(printed.has_value());
    CHECK(colour_at(printed->large, 0.75, 0.75) == 'w');
}

TEST_CASE("every EXIF orientation is turned upright") {
    // What the stored quarters r g / b w look like when turned as orientation 1 to 8 asks (CIPA DC-008 4.6.4, tag 0x0112).
    const char* expected[] = {"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"};
    for (int orientation = 1; orientation <= 8; ++orientation) {
        CAPTURE(orientation);
        for (int width : {96, 6000}) {  // the second one takes the way through shrinking while decoding
            if (width == 6000 && orientation != 6) continue;
            auto jpeg = with_exif(saved(quarters(width, width / 2).get(), ".jpg[strip]"), {.orientation = orientation});
            auto photo = shared_workshop().prepare(jpeg);
            REQUIRE(photo.has_value());
            CHECK(corners(photo->large) == std::string(expected[orientation - 1]));
            CHECK(corners(photo->thumbnail) == std::string(expected[orientation - 1]));
            CHECK((photo->height > photo->width) == (orientation >= 5));
            CHECK(is_bare(photo->large));
        }
    }
}

TEST_CASE("place and time are read, and no metadata leave") {
    TestExif exif{.orientation = 6, .taken = "2026:09:01 21:14:05", .offset = "+03:00", .latitude = 58.3806, .longitude = 26.7251};
    for (bool big : {false, true}) {
        exif.big_endian = big;
        auto jpeg = with_exif(saved(quarters(96, 48).get(), ".jpg"), exif);
        REQUIRE(jpeg.find("Exif") != std::string::npos);
        auto photo = shared_workshop().prepare(jpeg);
        REQUIRE(photo.has_value());
        REQUIRE(photo->position.has_value());
        CHECK(photo->position->latitude == doctest::Approx(58.3806).epsilon(1e-6));
        CHECK(photo->position->longitude == doctest::Approx(26.7251).epsilon(1e-6));
        REQUIRE(photo->taken.has_value());
        CHECK(iso_utc(*photo->taken) == "2026-09-01T18:14:05Z");
        CHECK(is_bare(photo->large));
        CHECK(is_bare(photo->thumbnail));
    }
    exif.offset.clear();
    auto photo = shared_workshop().prepare(with_exif(saved(quarters(96, 48).get(), ".jpg"), exif), "Europe/London");
    REQUIRE(photo.has_value());
    REQUIRE(photo->taken.has_value());
    CHECK(iso_utc(*photo->taken) == "2026-09-01T20:14:05Z");
}

TEST_CASE("what is not a picture is refused with its reason") {
    auto& workshop = shared_workshop();
    CHECK(key_of(workshop.prepare("")) == "media.not_an_image");
    CHECK(key_of(workshop.prepare("<!doctype html><title>photo.jpg</title>")) == "media.not_an_image");
    CHECK(key_of(workshop.prepare("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")) == "media.not_an_image");
    CHECK(key_of(workshop.prepare("%PDF-1.7")) == "media.not_an_image");
    CHECK(key_of(workshop.prepare(std::string(4096, '\0'))) == "media.not_an_image");
    for (std::string_view start : {"\xFF\xD8\xFF", "\x89PNG\r\n\x1A\n", "RIFF\x10\x01\x01\x01WEBP", "GIF89a", "\1\1\1\x18" "ftypheic"}) {
        CHECK(key_of(workshop.prepare(start)) == "media.damaged");
        CHECK(key_of(workshop.prepare(std::string(start) + std::string(2000, 'x'))) == "media.damaged");
    }
}

TEST_CASE("a truncated photo is damaged at any length") {
    auto image = quarters(256, 256);
    for (const char* suffix : {".jpg", ".png", ".webp"}) {
        CAPTURE(std::string(suffix));
        auto whole = saved(image.get(), suffix);
        for (double part : {0.1, 0.5, 0.9}) {
            CAPTURE(part);
            auto cut = std::string_view(whole).substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part));
            CHECK(key_of(shared_workshop().prepare(cut)) == "media.damaged");
        }
    }
}

TEST_CASE("too large a file does not even reach a worker") {
    std::string bytes = "\xFF\xD8\xFF";
    bytes.resize(max_file_bytes + 1);
    auto photo = shared_workshop().prepare(bytes);
    REQUIRE_FALSE(photo.has_value());
    CHECK(photo.error().fault == Fault::too_large);
    CHECK(photo.error().text_key == "media.file_too_large");
}

TEST_CASE("decompression bombs are refused by their header") {
    CHECK(key_of(shared_workshop().prepare(png_claiming(60000, 60000))) == "media.too_many_pixels");
    CHECK(key_of(shared_workshop().prepare(png_claiming(12001, 1))) == "media.too_many_pixels");
    CHECK(key_of(shared_workshop().prepare(png_claiming(1, 12001))) == "media.too_many_pixels");
    CHECK(key_of(shared_workshop().prepare(png_claiming(10000, 5001))) == "media.too_many_pixels");
    CHECK(key_of(shared_workshop().prepare(png_claiming(10000, 5000))) == "media.damaged");  // within the limits, but empty
    auto jpeg = saved(quarters(64, 64).get(), ".jpg[strip]");
    auto frame = jpeg.find("\xFF\xC0");
    REQUIRE(frame != std::string::npos);
    jpeg.replace(frame + 5, 4, "\xFF\xDC\xFF\xDC");  // 65500 x 65500
    CHECK(key_of(shared_workshop().prepare(jpeg)) == "media.too_many_pixels");
    // Really 50 million pixels, small as a file.
    need_vips();
    VipsImage* wide = nullptr;
    REQUIRE(vips_black(&wide, 10000, 5000, "bands", 3, nullptr) == 0);
    CHECK(key_of(shared_workshop().prepare(saved(Image(wide).get(), ".png"))) == "done");
}

TEST_CASE("what hangs behind a picture is dropped") {
    for (const char* suffix : {".jpg", ".png", ".gif"}) {
        auto photo = shared_workshop().prepare(saved(quarters(64, 64).get(), suffix) + "<script>alert(1)</script>PK\3\4");
        REQUIRE(photo.has_value());
        CHECK(photo->large.find("script") == std::string::npos);
        CHECK(photo->large.find("PK\3\4") == std::string::npos);
        CHECK(is_bare(photo->large));
    }
}

TEST_CASE("areas are covered flat in both sizes") {
    auto stored = shared_workshop().prepare(saved(quarters(2000, 1000).get(), ".jpg"));
    REQUIRE(stored.has_value());
    auto covered = shared_workshop().cover(stored->large, {{0.5, 0.5, 0.5, 0.5}, {0.0, 0.0, 0.1, 0.1}, {-1, 0.9, 1.1, 7}});
    REQUIRE(covered.has_value());
    CHECK(covered->width == stored->width);
    CHECK(covered->height == stored->height);
    CHECK(corners(covered->large) == "rgbk");
    CHECK(corners(covered->thumbnail) == "rgbk");
    CHECK(colour_at(covered->large, 0.05, 0.05) == 'k');
    CHECK(colour_at(covered->large, 0.05, 0.95) == 'k');
    CHECK(colour_at(covered->large, 0.99, 0.99) == 'k');
    CHECK(colour_at(covered->large, 0.2, 0.95) == 'b');
    CHECK(is_bare(covered->large));
    // No trace: the covered corner is the same whatever stood there.
    auto other = quarters(2000, 1000);
    paint(other.get(), {255, 0, 255}, 1000, 500, 1000, 500);
    auto other_stored = shared_workshop().prepare(saved(other.get(), ".jpg"));
    REQUIRE(other_stored.has_value());
    auto other_covered = shared_workshop().cover(other_stored->large, {{0.4, 0.4, 0.6, 0.6}});
    auto again = shared_workshop().cover(stored->large, {{0.4, 0.4, 0.6, 0.6}});
    REQUIRE(other_covered.has_value());
    REQUIRE(again.has_value());
    CHECK(other_covered->large == again->large);
}

TEST_CASE("areas that make no sense are refused") {
    auto stored = saved(quarters(64, 64).get(), ".jpg");
    double nan = std::numeric_limits<double>::quiet_NaN();
    double infinity = std::numeric_limits<double>::infinity();
    std::vector<std::vector<Rectangle>> cases = {{}, {{0, 0, 0, 1}}, {{0, 0, 1, -1}}, {{1, 0, 1, 1}}, {{nan, 0, 1, 1}}, {{0, 0, infinity, 1}}, {{-2, 0, 1, 1}},
                                                 std::vector<Rectangle>(max_rectangles + 1, {0, 0, 1, 1})};
    for (const auto& areas : cases) CHECK(key_of(shared_workshop().cover(stored, areas)) == "media.bad_area");
    CHECK(key_of(shared_workshop().cover("GIF89a", {{0, 0, 1, 1}})) == "media.not_an_image");
}

TEST_CASE("a worker that is killed is replaced, between pictures and during one") {
    auto workshop = open_workshop();
    auto jpeg = saved(quarters(64, 64).get(), ".jpg");
    REQUIRE(workshop->prepare(jpeg).has_value());
    auto before = children();
    REQUIRE_FALSE(before.empty());
    for (auto child : before) kill(child, SIGKILL);
    CHECK(workshop->prepare(jpeg).has_value());

    // Stopped, so that the picture is with the worker when it dies.
    for (auto child : children()) kill(child, SIGSTOP);
    std::atomic<bool> answered = false;
    std::string key;
    std::thread caller([&] {
        key = key_of(workshop->prepare(jpeg));
        answered = true;
    });
    auto stopped = children();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK_FALSE(answered);
    for (auto child : stopped) kill(child, SIGKILL);
    caller.join();
    CHECK(key == "done");
}

TEST_CASE("a picture that takes too long is given up") {
    auto options = test_options();
    options.image_milliseconds = 300;
    auto workshop = open_workshop(options);
    auto before = children();
    for (auto child : before) kill(child, SIGSTOP);
    CHECK(key_of(workshop->prepare(saved(quarters(8, 8).get(), ".jpg"))) == "media.damaged");
    for (auto child : before) kill(child, SIGCONT);
    CHECK(children() != before);
    // The next one gets a fresh worker; on a busy machine it may need more than this test's short limit.
    std::string key;
    for (int attempt = 0; attempt < 20 && key != "done"; ++attempt) key = key_of(workshop->prepare(saved(quarters(8, 8).get(), ".jpg")));
    CHECK(key == "done");
}

TEST_CASE("workers are replaced after their share of pictures") {
    auto options = test_options();
    options.images_per_worker = 2;
    auto workshop = open_workshop(options);
    auto jpeg = saved(quarters(8, 8).get(), ".jpg");
    auto first = children();
    REQUIRE(workshop->prepare(jpeg).has_value());
    CHECK(children() == first);
    for (int i = 0; i < 4; ++i) REQUIRE(workshop->prepare(jpeg).has_value());
    CHECK(children() != first);
}

TEST_CASE("eight callers share two workers") {
    auto workshop = open_workshop(test_options(2));
    auto good = saved(quarters(600, 300).get(), ".jpg");
    std::atomic<int> done = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 8; ++caller) {
        callers.emplace_back([&, caller] {
            for (int i = 0; i < 5; ++i) {
                auto photo = (caller + i) % 5 == 0 ? workshop->prepare("GIF89a") : workshop->prepare(good);
                if (photo && photo->width == 600) ++done;
                if (!photo && photo.error().text_key == "media.damaged") ++refused;
            }
        });
    }
    for (auto& caller : callers) caller.join();
    CHECK(done == 32);
    CHECK(refused == 8);
}

TEST_CASE("waiting for a worker is bounded") {
    auto options = test_options();
    options.wait_milliseconds = 50;
    auto workshop = open_workshop(options);
    auto jpeg = saved(quarters(8, 8).get(), ".jpg");
    auto held = children();
    for (auto child : held) kill(child, SIGSTOP);
    std::thread holder([&] { CHECK(workshop->prepare(jpeg).has_value()); });
    // Whoever came second waits in vain; the holder may still be on its way, so ask until it holds the only worker.
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    auto second = workshop->prepare(jpeg);
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error().fault == Fault::unavailable);
    for (auto child : held) kill(child, SIGCONT);
    holder.join();
}

TEST_CASE("a worker that is none is told at once") {
    for (const char* program : {"/nonexistent/raekoda-media", "/bin/true", "/"}) {
        auto workshop = PhotoWorkshop::open(program, 1);
        REQUIRE_FALSE(workshop.has_value());
        CHECK(workshop.error().fault == Fault::unavailable);
    }
    CHECK_FALSE(PhotoWorkshop::open(RAEKODA_MEDIA_WORKER_FILE, 0).has_value());
}
