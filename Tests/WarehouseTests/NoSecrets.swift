import Goals

/// For sources that need none.
@Sendable func noSecrets(_ secret: Secret) throws -> String {
    throw UnexpectedSecret()
}

private struct UnexpectedSecret: Error {}
