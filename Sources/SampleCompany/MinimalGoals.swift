extension SampleCompany {
    /// What `init` writes where there is nothing yet: a folder of CSV exports, notices on the console, one goal.
    public static let minimalGoals = """
        {
          "timezone": "Europe/Berlin",
          "currency": "EUR",
          "sources": {
            "crm": { "type": "csv", "folder": "data" }
          },
          "channels": {
            "team": { "type": "console" }
          },
          "notify": ["team"],
          "goals": [
            {
              "id": "churn",
              "title": "Customers stay",
              "kpi": "churn_rate",
              "window": "30d",
              "warning": "> 3%",
              "critical": "> 5%"
            }
          ]
        }

        """
}
