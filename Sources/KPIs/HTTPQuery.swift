import Goals

/// A custom KPI of kind `http`: a number in a JSON document, or one for each item of a list in it.
public struct HTTPQuery: Sendable, Hashable {
    public var url: Secret
    /// In the order of their names.
    public var headers: [Header]
    /// Where the list is, one series (or one of the goal's labels) an item; `nil`: the document has one value.
    public var list: JSONPointer?
    /// Where the value is: in the item if there is a list, else in the document.
    public var value: JSONPointer
    public var sample: JSONPointer?
    /// Where the goal's labels are in an item, in the order of their columns. Empty without a list.
    public var labels: [Label]
    /// Seconds for the whole exchange; 10 unless given.
    public var timeout: Double
    /// A PEM file of certificate authorities, absolute.
    public var caFile: String?
    /// `http:` to an address that is not loopback is allowed.
    public var insecure: Bool

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: Secret

        public init(name: String, value: Secret) {
            self.name = name
            self.value = value
        }
    }

    public struct Label: Sendable, Hashable {
        /// As in the goal's `by`.
        public var column: String
        public var place: JSONPointer

        public init(column: String, place: JSONPointer) {
            self.column = column
            self.place = place
        }
    }

    public init(
        url: Secret, headers: [Header] = [], list: JSONPointer? = nil, value: JSONPointer, sample: JSONPointer? = nil,
        labels: [Label] = [], timeout: Double = 10, caFile: String? = nil, insecure: Bool = false
    ) {
        self.url = url
        self.headers = headers
        self.list = list
        self.value = value
        self.sample = sample
        self.labels = labels
        self.timeout = timeout
        self.caFile = caFile
        self.insecure = insecure
    }
}
