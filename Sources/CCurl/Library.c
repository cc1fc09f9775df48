/* libcurl is loaded when it is first called, not when the program starts: with the thirty-odd libraries behind it (Kerberos, LDAP,
   GnuTLS ...) it would take longer than `crmgoals status` does altogether, which sends nothing.

   The functions below have libcurl's names and pass each call on. They are hidden, so that libcurl's own calls do not come here. */

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#include "Library.h"

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char problem[512];

#define FUNCTIONS(each)                                                                                                \
    each(CURLcode, curl_global_init, (long flags), (flags), CURLE_FAILED_INIT)                                         \
    each(CURL *, curl_easy_init, (void), (), NULL)                                                                     \
    each(const char *, curl_easy_strerror, (CURLcode code), (code), "libcurl could not be loaded")                     \
    each(CURLM *, curl_multi_init, (void), (), NULL)                                                                   \
    each(CURLMcode, curl_multi_add_handle, (CURLM *multi, CURL *easy), (multi, easy), CURLM_INTERNAL_ERROR)            \
    each(CURLMcode, curl_multi_remove_handle, (CURLM *multi, CURL *easy), (multi, easy), CURLM_INTERNAL_ERROR)         \
    each(CURLMcode, curl_multi_perform, (CURLM *multi, int *running), (multi, running), CURLM_INTERNAL_ERROR)          \
    each(CURLMcode, curl_multi_poll,                                                                                   \
         (CURLM *multi, struct curl_waitfd extra[], unsigned int count, int timeout, int *ready),                      \
         (multi, extra, count, timeout, ready), CURLM_INTERNAL_ERROR)                                                  \
    each(CURLMcode, curl_multi_wakeup, (CURLM *multi), (multi), CURLM_INTERNAL_ERROR)                                  \
    each(CURLMsg *, curl_multi_info_read, (CURLM *multi, int *left), (multi, left), NULL)                              \
    each(CURLMcode, curl_multi_cleanup, (CURLM *multi), (multi), CURLM_INTERNAL_ERROR)                                 \
    each(struct curl_slist *, curl_slist_append, (struct curl_slist *list, const char *text), (list, text), NULL)      \
    each(CURLU *, curl_url, (void), (), NULL)                                                                          \
    each(CURLUcode, curl_url_set, (CURLU *url, CURLUPart part, const char *text, unsigned int flags),                  \
         (url, part, text, flags), CURLUE_OUT_OF_MEMORY)                                                               \
    each(CURLUcode, curl_url_get, (CURLU *url, CURLUPart part, char **text, unsigned int flags),                 \
         (url, part, text, flags), CURLUE_OUT_OF_MEMORY)

#define PROCEDURES(each)                                                                                               \
    each(curl_easy_cleanup, (CURL *easy), (easy))                                                                      \
    each(curl_easy_reset, (CURL *easy), (easy))                                                                        \
    each(curl_free, (void *memory), (memory))                                                                          \
    each(curl_slist_free_all, (struct curl_slist *list), (list))                                                       \
    each(curl_url_cleanup, (CURLU *url), (url))

static struct {
    struct ccurl_variadic variadic;
#define POINTER(result, name, parameters, arguments, otherwise) result(*name) parameters;
#define PROCEDURE_POINTER(name, parameters, arguments) void(*name) parameters;
    FUNCTIONS(POINTER)
    PROCEDURES(PROCEDURE_POINTER)
} library;

static void *find(void *handle, const char *name) {
    void *function = dlsym(handle, name);
    if (!function && !problem[0]) snprintf(problem, sizeof problem, "libcurl has no %s: it is older than 7.85", name);
    return function;
}

static void load(void) {
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!handle) {
        snprintf(problem, sizeof problem, "libcurl could not be loaded (Debian: apt-get install libcurl4): %s", dlerror());
        return;
    }
    *(void **)&library.variadic.easy_setopt = find(handle, "curl_easy_setopt");
    *(void **)&library.variadic.easy_getinfo = find(handle, "curl_easy_getinfo");
    *(void **)&library.variadic.multi_setopt = find(handle, "curl_multi_setopt");
#define FIND(result, name, parameters, arguments, otherwise) *(void **)&library.name = find(handle, #name);
#define FIND_PROCEDURE(name, parameters, arguments) *(void **)&library.name = find(handle, #name);
    FUNCTIONS(FIND)
    PROCEDURES(FIND_PROCEDURE)
}

const char *ccurl_problem(void) {
    pthread_once(&once, load);
    return problem[0] ? problem : NULL;
}

const struct ccurl_variadic *ccurl_variadic(void) {
    pthread_once(&once, load);
    return &library.variadic;
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
