import Configuration
import Foundation
import Goals
import Warehouse

/// All that a configuration makes; a reload makes a new one.
struct Setup: Sendable {
    let configuration: Configuration
    let evaluator: Evaluator

    /// - Parameter environment: where secrets may be.
    init(
        configuration: Configuration, stateFolder: String, environment: [String: String],
        clock: @escaping @Sendable () -> Date
    ) {
        self.configuration = configuration
        let secrets = Secrets(environment: environment, folder: configuration.folder)
        let warehouse = Warehouse(
            sources: configuration.sources, folder: stateFolder, catalogue: configuration.catalogue,
            zone: configuration.zone, currency: configuration.currency, secret: { try secrets.read($0) })
        evaluator = Evaluator(warehouse: warehouse, configuration: configuration, clock: clock)
    }

    var zone: Zone { configuration.zone }

    /// In the file's order.
    var goals: [Goal] { configuration.goals.filter(\.enabled) }
}
