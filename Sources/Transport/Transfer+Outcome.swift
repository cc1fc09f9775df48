import CCurl
import Foundation

extension Transfer {
    /// What libcurl's verdict and all that was gathered amount to.
    func outcome(_ code: CURLcode, _ easy: UnsafeMutableRawPointer) -> Outcome {
        switch order {
        case .http:
            let status = ccurl_get_long(easy, CURLINFO_RESPONSE_CODE)
            guard code == CURLE_OK || (code == CURLE_WRITE_ERROR && isTruncated), status > 0 else {
                return .failure(error(code, easy))
            }
            return .success(
                .http(HTTPReply(status: status, headers: headers, body: body, isTruncated: isTruncated)))
        case .mail(let mail):
            if code == CURLE_OK { return .success(.mail(reply(mail, isAccepted: true))) }
            // libcurl ends the transfer on a refusal; the server's own words say more than libcurl's code.
            let isRefusal = dialogue.isAnswered && dialogue.code >= 400 && code != CURLE_OPERATION_TIMEDOUT
            guard isRefusal, dialogue.stage != .encryption else { return .failure(error(code, easy)) }
            return .success(.mail(reply(mail, isAccepted: false)))
        }
    }

    private func reply(_ mail: Mail, isAccepted: Bool) -> MailReply {
        let refused = dialogue.refused.filter { mail.to.indices.contains($0.recipient) }
        let positions = Set(refused.map(\.recipient))
        return MailReply(
            stage: dialogue.stage, code: dialogue.code, text: dialogue.text,
            accepted: isAccepted ? mail.to.indices.filter { !positions.contains($0) }.map { mail.to[$0] } : [],
            refused: refused.map { MailReply.Refusal(recipient: mail.to[$0.recipient], code: $0.code, text: $0.text) })
    }

    private func error(_ code: CURLcode, _ easy: UnsafeMutableRawPointer) -> TransportError {
        let end = order.endpoint
        let text = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return .unresolved(end)
        case CURLE_COULDNT_RESOLVE_PROXY:
            return .proxy(end, reason: "its name cannot be resolved")
        case CURLE_COULDNT_CONNECT:
            if let forbidden { return .forbiddenAddress(end, forbidden) }
            let number = Int32(ccurl_get_long(easy, CURLINFO_OS_ERRNO))
            return .unreachable(
                end, reason: number == 0 ? "no connection" : String(cString: strerror(number)).lowercased())
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(end, reason: errorText.isEmpty ? text : errorText)
        case CURLE_SSL_CACERT_BADFILE:
            return .tls(
                end,
                reason: "the certificate authorities in \(order.route.caFile ?? "the system's file") cannot be read")
        case CURLE_USE_SSL_FAILED:
            return .noStartTLS(end)
        case CURLE_PROXY:
            return .proxy(end, reason: text)
        case CURLE_OPERATION_TIMEDOUT:
            let isConnected = ccurl_get_seconds(easy, CURLINFO_CONNECT_TIME) > 0
            let limit = isConnected ? order.limits.timeout : order.limits.connectTimeout
            return .timeout(end, seconds: limit, connected: isConnected)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_REMOTE_ACCESS_DENIED,
            CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            return .notTheProtocol(end, reason: headerBytes > AttemptLimits.headerBytes ? "endless headers" : text)
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            let connect = ccurl_get_long(easy, CURLINFO_HTTP_CONNECTCODE)
            if connect >= 300 { return .proxy(end, reason: "it answered \(connect)") }
            return .interrupted(end, reason: text.lowercased())
        default:
            return .failed(end, reason: text)
        }
    }
}
