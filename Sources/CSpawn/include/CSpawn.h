#ifndef CSPAWN_H
#define CSPAWN_H

#include <sys/types.h>

/// posix_spawn with the GNU extensions that Swift's Glibc module does not show: a working folder, and no descriptor but 0, 1 and 2.
///
/// The child leads a process group of its own and has all signals as a shell would give them to it.
///
/// - arguments, environment: end with NULL; the program is arguments[0], looked up in this process's PATH where it has no slash.
/// - folder: NULL for this process's own.
/// - input: -1 for /dev/null.
///
/// Returns 0, or an errno.
int cspawn_start(pid_t *process, char *const arguments[], char *const environment[], const char *folder, int input, int output, int errors);

/// pipe2 with O_CLOEXEC. Returns 0, or an errno.
int cspawn_pipe(int ends[2]);

#endif
