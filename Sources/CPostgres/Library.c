/* libpq is loaded when it is first called, not when the program starts: who has no PostgreSQL needs no libpq, and `crmgoals status`
   does not wait for it and the libraries behind it (OpenSSL, Kerberos, LDAP).

   The functions below have libpq's names and pass each call on. They are hidden, so that libpq's own calls do not come here. */

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#include "CPostgres.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char problem[512];

#define FUNCTIONS(each)                                                                                                \
    each(PQconninfoOption *, PQconninfoParse, (const char *text, char **error), (text, error), NULL)                   \
    each(PGconn *, PQconnectdbParams, (const char *const *keywords, const char *const *values, int expand),            \
         (keywords, values, expand), NULL)                                                                             \
    each(ConnStatusType, PQstatus, (const PGconn *connection), (connection), CONNECTION_BAD)                           \
    each(char *, PQerrorMessage, (const PGconn *connection), (connection), "")                                         \
    each(const char *, PQparameterStatus, (const PGconn *connection, const char *name), (connection, name), NULL)      \
    each(int, PQserverVersion, (const PGconn *connection), (connection), 0)                                            \
    each(int, PQsocket, (const PGconn *connection), (connection), -1)                                                  \
    each(PGTransactionStatusType, PQtransactionStatus, (const PGconn *connection), (connection), PQTRANS_UNKNOWN)      \
    each(PQnoticeReceiver, PQsetNoticeReceiver, (PGconn *connection, PQnoticeReceiver receive, void *context),         \
         (connection, receive, context), NULL)                                                                         \
    each(int, PQsendQueryParams,                                                                                       \
         (PGconn *connection, const char *sql, int count, const Oid *types, const char *const *values,                 \
          const int *lengths, const int *formats, int format),                                                         \
         (connection, sql, count, types, values, lengths, formats, format), 0)                                         \
    each(int, PQsetSingleRowMode, (PGconn *connection), (connection), 0)                                               \
    each(int, PQconsumeInput, (PGconn *connection), (connection), 0)                                                   \
    each(int, PQisBusy, (PGconn *connection), (connection), 0)                                                         \
    each(int, PQflush, (PGconn *connection), (connection), -1)                                                         \
    each(PGresult *, PQgetResult, (PGconn *connection), (connection), NULL)                                            \
    each(ExecStatusType, PQresultStatus, (const PGresult *result), (result), PGRES_FATAL_ERROR)                        \
    each(char *, PQresultErrorField, (const PGresult *result, int field), (result, field), NULL)                       \
    each(char *, PQresultErrorMessage, (const PGresult *result), (result), "")                                         \
    each(int, PQntuples, (const PGresult *result), (result), 0)                                                        \
    each(int, PQnfields, (const PGresult *result), (result), 0)                                                        \
    each(char *, PQfname, (const PGresult *result, int column), (result, column), NULL)                                \
    each(Oid, PQftype, (const PGresult *result, int column), (result, column), InvalidOid)                             \
    each(char *, PQgetvalue, (const PGresult *result, int row, int column), (result, row, column), NULL)               \
    each(int, PQgetlength, (const PGresult *result, int row, int column), (result, row, column), 0)                    \
    each(int, PQgetisnull, (const PGresult *result, int row, int column), (result, row, column), 1)                    \
    each(PGcancel *, PQgetCancel, (PGconn *connection), (connection), NULL)                                            \
    each(int, PQcancel, (PGcancel *cancel, char *error, int size), (cancel, error, size), 0)

#define PROCEDURES(each)                                                                                               \
    each(PQconninfoFree, (PQconninfoOption *options), (options))                                                       \
    each(PQfinish, (PGconn *connection), (connection))                                                                 \
    each(PQclear, (PGresult *result), (result))                                                                        \
    each(PQfreeCancel, (PGcancel *cancel), (cancel))                                                                   \
    each(PQfreemem, (void *memory), (memory))

static struct {
#define POINTER(result, name, parameters, arguments, otherwise) result(*name) parameters;
#define PROCEDURE_POINTER(name, parameters, arguments) void(*name) parameters;
    FUNCTIONS(POINTER)
    PROCEDURES(PROCEDURE_POINTER)
} library;

static void *find(void *handle, const char *name) {
    void *function = dlsym(handle, name);
    if (!function && !problem[0]) snprintf(problem, sizeof problem, "libpq has no %s: it is older than 9.2", name);
    return function;
}

static void load(void) {
    void *handle = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        snprintf(problem, sizeof problem, "libpq could not be loaded (Debian: apt-get install libpq5): %s", dlerror());
        return;
    }
#define FIND(result, name, parameters, arguments, otherwise) *(void **)&library.name = find(handle, #name);
#define FIND_PROCEDURE(name, parameters, arguments) *(void **)&library.name = find(handle, #name);
    FUNCTIONS(FIND)
    PROCEDURES(FIND_PROCEDURE)
}

const char *cpostgres_problem(void) {
    pthread_once(&once, load);
    return problem[0] ? problem : NULL;
}

#define HIDDEN __attribute__((visibility("hidden")))
#define FUNCTION(result, name, parameters, arguments, otherwise)                                                       \
    HIDDEN result name parameters {                                                                                    \
        pthread_once(&once, load);                                                                                     \
        return library.name ? library.name arguments : otherwise;                                                      \
    }
#define PROCEDURE(name, parameters, arguments)                                                                         \
    HIDDEN void name parameters {                                                                                      \
        pthread_once(&once, load);                                                                                     \
        if (library.name) library.name arguments;                                                                      \
    }
FUNCTIONS(FUNCTION)
PROCEDURES(PROCEDURE)
