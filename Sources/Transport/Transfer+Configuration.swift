import CCurl
import Foundation

extension Transfer {
    /// Sets everything that the attempt needs on a fresh handle. What it sets up holds unretained pointers to `self`, which the
    /// driver keeps until the handle is reset.
    func configure(_ easy: UnsafeMutableRawPointer) throws(TransportError) {
        let options = Options(easy: easy, endpoint: order.endpoint)
        try common(options)
        switch order {
        case .http(let request): try http(request, options)
        case .mail(let mail): try self.mail(mail, options)
        }
    }

    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private func common(_ options: Options) throws(TransportError) {
        try options.text(CURLOPT_URL, order.endpoint.url.revealed)
        // Signals belong to the daemon: no SIGALRM for time limits.
        try options.long(CURLOPT_NOSIGNAL, 1)
        // Without it, giving up on a name that is still being resolved would wait for the resolver, and with it all transfers.
        try options.long(CURLOPT_QUICK_EXIT, 1)
        try options.long(CURLOPT_TIMEOUT_MS, Self.milliseconds(order.limits.timeout))
        try options.long(CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(order.limits.connectTimeout))
        try options.long(CURLOPT_SSL_VERIFYPEER, 1)
        try options.long(CURLOPT_SSL_VERIFYHOST, 2)
        try options.long(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let caFile = order.route.caFile {
            try options.text(CURLOPT_CAINFO, caFile)
            try options.text(CURLOPT_CAPATH, nil)
        }
        // An empty text keeps libcurl from looking for proxies in the environment.
        try options.text(CURLOPT_PROXY, order.route.proxy?.revealed ?? "")
        try options.text(CURLOPT_NOPROXY, "")
        try options.check(ccurl_set_error_buffer(options.easy, errorBuffer))
        try options.check(ccurl_set_socket_opener(options.easy, openSocket, context))
        try options.check(ccurl_set_writer(options.easy, takeBody, context))
        try options.check(ccurl_set_header_reader(options.easy, takeHeader, context))
    }

    private func http(_ request: HTTPRequest, _ options: Options) throws(TransportError) {
        try options.text(CURLOPT_PROTOCOLS_STR, "http,https")
        try options.long(CURLOPT_FOLLOWLOCATION, 0)
        try options.long(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try options.text(CURLOPT_USERAGENT, "crmgoals")
        switch request.method {
        case .get:
            try options.long(CURLOPT_HTTPGET, 1)
        case .post, .put, .delete:
            let code = request.body.withUnsafeBytes { bytes in
                ccurl_set_body(options.easy, bytes.baseAddress ?? UnsafeRawPointer(errorBuffer), bytes.count)
            }
            try options.check(code)
            if request.method != .post { try options.text(CURLOPT_CUSTOMREQUEST, request.method.rawValue) }
        }
        // No `Expect: 100-continue`: it costs a round trip, and some receivers never answer it.
        try options.list(CURLOPT_HTTPHEADER, try list(request.headers.map(\.line) + ["Expect:"]))
    }

    private func mail(_ mail: Mail, _ options: Options) throws(TransportError) {
        try options.text(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        // All or nothing: with TRY a man in the middle who hides STARTTLS reads the password.
        let level = mail.requiresTLS || mail.server.scheme == .smtps ? CURLUSESSL_ALL : CURLUSESSL_NONE
        try options.long(CURLOPT_USE_SSL, Int(level.rawValue))
        if let credentials = mail.credentials {
            try options.text(CURLOPT_USERNAME, credentials.username.revealed)
            try options.text(CURLOPT_PASSWORD, credentials.password.revealed)
        }
        try options.text(CURLOPT_MAIL_FROM, "<\(mail.from.text)>")
        try options.list(CURLOPT_MAIL_RCPT, try list(mail.to.map { "<\($0.text)>" }))
        // One refused recipient does not take the mail from the others.
        try options.long(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1)
        try options.long(CURLOPT_UPLOAD, 1)
        try options.size(CURLOPT_INFILESIZE_LARGE, mail.message.count)
        try options.check(ccurl_set_body_source(options.easy, giveMessage, context))
        try options.check(ccurl_set_dialogue(options.easy, follow, context))
    }

    private static func milliseconds(_ seconds: Double) -> Int {
        max(1, Int((min(seconds, 86_400) * 1000).rounded(.up)))
    }
}

/// The options of one handle; a refusal of libcurl's becomes an error.
private struct Options {
    let easy: UnsafeMutableRawPointer
    let endpoint: Endpoint

    func long(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(ccurl_set_long(easy, option, value))
    }

    func size(_ option: CURLoption, _ value: Int) throws(TransportError) {
        try check(ccurl_set_size(easy, option, value))
    }

    func text(_ option: CURLoption, _ value: String?) throws(TransportError) {
        try check(ccurl_set_text(easy, option, value))
    }

    func list(_ option: CURLoption, _ value: UnsafeMutablePointer<curl_slist>?) throws(TransportError) {
        try check(ccurl_set_list(easy, option, value))
    }

    func check(_ code: CURLcode) throws(TransportError) {
        guard code == CURLE_OK else {
            throw .failed(endpoint, reason: "libcurl refused an option: \(String(cString: curl_easy_strerror(code)))")
        }
    }
}

// What libcurl calls, on the driver's thread. `context` is the transfer.

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

/// Called after the name was resolved and before anything is sent: what is checked is what is connected to.
private func openSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let transfer = transfer(context), let address, let bytes = ccurl_socket_address(address),
        let target = NetworkAddress(bytes)
    else { return CURL_SOCKET_BAD }
    guard !target.isForbidden else {
        transfer.forbidden = target
        return CURL_SOCKET_BAD
    }
    let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, kind, address.pointee.protocol)
}

private func takeBody(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = transfer(context), let bytes else { return 0 }
    let length = size * count
    if let receiver = transfer.receiver, transfer.isSuccess {
        return receiver(UnsafeRawBufferPointer(start: bytes, count: length)) ? length : (length == 0 ? 1 : 0)
    }
    let room = transfer.order.limits.replyBytes - transfer.body.count
    transfer.body.append(UnsafeRawPointer(bytes).assumingMemoryBound(to: UInt8.self), count: min(room, length))
    guard length <= room else {
        transfer.isTruncated = true
        // Any other number than `length` ends the transfer.
        return length == 0 ? 1 : 0
    }
    return length
}

private func takeHeader(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = transfer(context), let bytes else { return 0 }
    let length = size * count
    // A mail server's lines come here too; the dialogue has them.
    guard case .http = transfer.order else { return length }
    transfer.headerBytes += length
    guard transfer.headerBytes <= AttemptLimits.headerBytes else { return length == 0 ? 1 : 0 }
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
    if line.hasPrefix("HTTP/") {
        // The next response: what came before was a 1xx.
        transfer.headers = []
        transfer.isSuccess = line.split(separator: " ").dropFirst().first?.first == "2"
    } else if let colon = line.firstIndex(of: ":") {
        let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespacesAndNewlines)
        transfer.headers.append(HTTPReply.Header(name: String(line[..<colon]), value: value))
    }
    return length
}

private func giveMessage(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let transfer = transfer(context), let buffer, case .mail(let mail) = transfer.order else { return 0 }
    let length = min(size * count, mail.message.count - transfer.sentBytes)
    guard length > 0 else { return 0 }
    let start = mail.message.startIndex + transfer.sentBytes
    mail.message.copyBytes(
        to: UnsafeMutableRawPointer(buffer).assumingMemoryBound(to: UInt8.self), from: start..<(start + length))
    transfer.sentBytes += length
    return length
}

private func follow(
    _ easy: UnsafeMutableRawPointer?, _ kind: curl_infotype, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard let transfer = transfer(context), let bytes else { return 0 }
    let line = UnsafeRawBufferPointer(start: bytes, count: count)
    if kind == CURLINFO_HEADER_OUT {
        transfer.dialogue.said(line)
    } else if kind == CURLINFO_HEADER_IN {
        transfer.dialogue.heard(line)
    }
    return 0
}
