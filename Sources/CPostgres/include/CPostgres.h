#ifndef CPOSTGRES_H
#define CPOSTGRES_H

/* Debian has the header in a folder of its own; others have it among the rest. */
#if __has_include(<postgresql/libpq-fe.h>)
#include <postgresql/libpq-fe.h>
#elif __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#error "crmgoals needs libpq's header (Debian: apt-get install libpq-dev)"
#endif

/* Why libpq cannot be used: it is not there, or too old. NULL where it can. Loads it. */
const char *cpostgres_problem(void);

#endif
