// insert_loop ADDRESS CALLERS SECONDS: the limit that intake is held against. Callers insert one row of about 210 bytes with one secondary
// index through grouped, fully durable commits, and do nothing else. Prints rows/s.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "store/store.h"

using namespace raekoda;

namespace {
constexpr store::Sql insert_row{"insert", "INSERT INTO bench_row (id, kind, body) VALUES ($1, $2, $3)", nullptr};
}

int main(int argc, char** argv) {
    if (argc != 4) return 64;
    auto opened = store::Database::open({argv[1]});
    if (!opened) return std::fprintf(stderr, "%s\n", opened.error().detail.c_str()), 69;
    auto& database = **opened;
    auto made = database.write([](store::Session& session) {
        return session.run_script("DROP TABLE IF EXISTS bench_row; CREATE TABLE bench_row (id TEXT PRIMARY KEY, kind TEXT, body TEXT);"
                                  "CREATE INDEX bench_row_kind ON bench_row (kind, id)");
    });
    if (!made) return std::fprintf(stderr, "%s\n", made.error().detail.c_str()), 70;
    int callers = std::stoi(argv[2]);
    double seconds = std::stod(argv[3]);
    std::atomic<bool> stop = false;
    std::atomic<std::int64_t> rows = 0;
    std::vector<std::thread> threads;
    auto start = std::chrono::steady_clock::now();
    for (int t = 0; t < callers; ++t)
        threads.emplace_back([&, t] {
            std::string body(180, 'x');
            for (int i = 0; !stop; ++i) {
                std::string id = std::to_string(t) + "-" + std::to_string(i);
                if (database.write([&](store::Session& s) -> Outcome {
                        TRY(s.execute(insert_row, id, "kind " + std::to_string(i % 30), body));
                        return {};
                    }))
                    ++rows;
            }
        });
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    stop = true;
    for (auto& thread : threads) thread.join();
    double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%.0f\n", static_cast<double>(rows) / took);
}
