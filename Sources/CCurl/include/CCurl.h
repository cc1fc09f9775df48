#ifndef CCURL_H
#define CCURL_H

#include <curl/curl.h>
#include <sys/socket.h>

/* libcurl 7.85 is the first with CURLOPT_PROTOCOLS_STR; Debian 12 has 7.88.1. */
#if LIBCURL_VERSION_NUM < 0x075500
#error "crmgoals needs libcurl 7.85 or newer (Debian 12: apt-get install libcurl4-openssl-dev)"
#endif

/* Swift cannot call functions with a variable argument list, and libcurl's setters and getters are such functions. Each function
   here is one of them with one type of argument: giving an option an argument of another type does not compile. */

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *easy, CURLoption option, curl_off_t value);
/* libcurl keeps a copy of the text. `NULL` resets the option. */
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *text);
/* The list must outlive the transfer. */
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list);
/* libcurl keeps a copy of the bytes. */
CURLcode ccurl_set_body(CURL *easy, const void *bytes, curl_off_t count);

/* `context` is handed to the function unchanged; it must outlive the transfer. */
CURLcode ccurl_set_writer(CURL *easy, size_t (*write)(char *, size_t, size_t, void *), void *context);
CURLcode ccurl_set_header_reader(CURL *easy, size_t (*read)(char *, size_t, size_t, void *), void *context);
CURLcode ccurl_set_body_source(CURL *easy, size_t (*read)(char *, size_t, size_t, void *), void *context);
CURLcode ccurl_set_socket_opener(CURL *easy, curl_socket_t (*open)(void *, curlsocktype, struct curl_sockaddr *), void *context);
/* Called with each command that goes out and each line that comes in, as CURLINFO_HEADER_OUT and CURLINFO_HEADER_IN. */
CURLcode ccurl_set_dialogue(CURL *easy, int (*dialogue)(CURL *, curl_infotype, char *, size_t, void *), void *context);
/* `buffer` has at least CURL_ERROR_SIZE bytes and outlives the transfer. */
CURLcode ccurl_set_error_buffer(CURL *easy, char *buffer);

/* 0 where libcurl does not know. */
long ccurl_get_long(CURL *easy, CURLINFO info);
double ccurl_get_seconds(CURL *easy, CURLINFO info);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);

/* The address that a socket opener is asked for; `address->addrlen` bytes. */
const struct sockaddr *ccurl_socket_address(const struct curl_sockaddr *address);

/* Why libcurl cannot be used: it is not there, or too old. NULL where it can. Loads it. */
const char *ccurl_problem(void);

#endif
