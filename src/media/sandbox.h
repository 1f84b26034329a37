// What a worker gives up before it looks at a stranger's bytes. Linux: rlimits, no_new_privs, seccomp.
#pragma once
#include <string>

namespace raekoda::media {

// Before libraries start: no core dumps, no files written, few descriptors. False when the system refuses.
bool limit_files();

// After they have started: at most `more_bytes` of address space beyond what is mapped now.
bool limit_memory(unsigned long more_bytes);

// From now on at most this much more processor time; over it the kernel ends the process.
bool limit_processor_time(unsigned seconds);

// For all threads and for good: a short list of system calls (memory, threads, reading and writing what is open already) and nothing
// else. Opening a file or making memory executable fails with EPERM; sockets, new programs and processes, and tracing kill the process.
// Returns what was refused, empty when the sandbox holds.
std::string enter_sandbox();

}  // namespace raekoda::media
