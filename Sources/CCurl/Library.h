#ifndef CCURL_LIBRARY_H
#define CCURL_LIBRARY_H

#include "CCurl.h"

/* libcurl's functions with a variable argument list, for CCurl.c. Each is NULL where libcurl could not be loaded. */
struct ccurl_variadic {
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
};

const struct ccurl_variadic *ccurl_variadic(void);

#endif
