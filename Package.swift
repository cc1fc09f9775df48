// swift-tools-version: 6.1
import PackageDescription

/// Debian packages a build needs: libcurl4-openssl-dev (CCurl), libpq-dev (CPostgres) and libsqlite3-dev (GRDB). `Scripts/demo` installs them.
let package = Package(
    name: "crmgoals",
    products: [
        .executable(name: "crmgoals", targets: ["crmgoals"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    ],
    targets: [
        // libcurl's headers are needed to build; the library is loaded when it is first called.
        .target(name: "CCurl"),
        // So is libpq, which only sources of type `postgres` need.
        .target(name: "CPostgres"),
        // posix_spawn with the GNU extensions that Swift's Glibc module does not show.
        .target(name: "CSpawn"),
        .target(name: "Goals"),
        .target(name: "Statistics"),
        .target(name: "SampleCompany", dependencies: ["Goals"]),
        .target(name: "KPIs", dependencies: ["Goals", "Statistics"]),
        .target(name: "Status", dependencies: ["Goals"]),
        .target(name: "Configuration", dependencies: ["Goals", "KPIs"]),
        .target(
            name: "Warehouse",
            dependencies: [
                "CPostgres", "CSpawn", "Goals", "KPIs", "Transport", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]),
        .target(name: "Journal", dependencies: ["Goals"]),
        .target(name: "Transport", dependencies: ["CCurl"]),
        .target(
            name: "Notifications",
            dependencies: [
                "Goals", "KPIs", "Transport", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "OrderedCollections", package: "swift-collections"),
            ]),
        .target(
            name: "Daemon",
            dependencies: [
                "Configuration", "Goals", "Journal", "KPIs", "Notifications", "Status", "Warehouse",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "crmgoals",
            dependencies: [
                "Configuration", "Daemon", "Goals", "Journal", "KPIs", "SampleCompany", "Status", "Warehouse",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]),
        .executableTarget(name: "Benchmarks", dependencies: ["Goals", "Journal", "KPIs", "Statistics"]),
        .testTarget(name: "GoalsTests", dependencies: ["Goals"], exclude: ["Fixtures"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics"], exclude: ["Fixtures", "judge"]),
        .testTarget(name: "SampleCompanyTests", dependencies: ["SampleCompany"]),
        .testTarget(name: "KPIsTests", dependencies: ["KPIs"]),
        .testTarget(name: "ConfigurationTests", dependencies: ["Configuration"], exclude: ["Fixtures"]),
        .target(name: "TestPeers", path: "Tests/TestPeers", exclude: ["peers"]),
        .testTarget(
            name: "WarehouseTests", dependencies: ["SampleCompany", "TestPeers", "Warehouse"],
            exclude: ["Fixtures", "judge"]),
        .testTarget(name: "JournalTests", dependencies: ["Journal"]),
        .testTarget(name: "TransportTests", dependencies: ["Transport", "TestPeers"]),
        .testTarget(name: "NotificationsTests", dependencies: ["Notifications", "TestPeers"]),
        .testTarget(name: "StatusTests", dependencies: ["Status"]),
        .testTarget(name: "DaemonTests", dependencies: ["Daemon"]),
        .testTarget(name: "AcceptanceTests", dependencies: ["crmgoals", "TestPeers"], exclude: ["Fixtures"]),
    ],
    swiftLanguageModes: [.v6]
)
