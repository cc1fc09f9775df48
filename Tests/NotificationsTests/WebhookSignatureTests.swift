import Foundation
import Testing

@testable import Notifications

struct WebhookSignatureTests {
    /// The example that Standard Webhooks publishes.
    @Test func thePublishedExampleIsReproduced() throws {
        let signature = try WebhookSignature(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let signed = signature.sign(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: Data(#"{"test": 2432232314}"#.utf8))
        #expect(signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: [
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "does not start with whsec_"), ("whsec_c4n4ry!", "not base64"),
        ("whsec_YzRuNHJ5", "6 bytes instead of 24 to 64"), ("whsec_", "0 bytes"),
    ])
    func aMalformedSecretIsAClearErrorThatDoesNotShowIt(secret: String, said: String) {
        let error = #expect(throws: (any Error).self) { try WebhookSignature(secret: secret) }
        #expect("\(error as Any)".contains(said) && !"\(error as Any)".contains("c4n4ry"))
    }
}
