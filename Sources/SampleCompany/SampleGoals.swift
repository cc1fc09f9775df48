/// The goals of the sample company; the repository's goals.json is the same text, which a test sees to.
let sampleGoals = """
    {
      "timezone": "Europe/Berlin",
      "currency": "EUR",
      "language": "en",
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
          "title": "Customers stay with us",
          "description": "Share of each segment's customers who left within 30 days.",
          "owner": "Customer Success",
          "tags": ["retention"],
          "by": ["segment"],
          "warning": "churn > 4%",
          "critical": "churn > 5%",
          "recover": "< 3.5%",
          "recover_for": "2d",
          "min_sample": 50,
          "at": "07:00",
          "remind": "7d"
        },
        {
          "id": "retention-large",
          "title": "Larger customers stay with us",
          "owner": "Key Account Management",
          "tags": ["retention"],
          "kpi": "customer_retention_rate",
          "where": { "segment": ["mid-market", "enterprise"] },
          "window": "90d",
          "warning": "< 94%",
          "critical": "< 92%",
          "at": "07:00"
        },
        {
          "id": "recurring-revenue",
          "title": "Monthly recurring revenue grows",
          "owner": "Finance",
          "warning": "change(mrr) < -2%",
          "critical": "change(mrr) < -5%",
          "window": "30d",
          "at": "07:00"
        },
        {
          "id": "customer-value",
          "title": "Customers are worth winning",
          "owner": "Finance",
          "warning": "clv_historic < 1500 EUR",
          "critical": "clv_historic < 1000 EUR",
          "at": "07:00"
        },
        {
          "id": "cross-upsell",
          "title": "Customers buy more of what we make",
          "owner": "Sales",
          "warning": "cross_upsell < 1.5%",
          "critical": "cross_upsell < 1%",
          "at": "07:00"
        },
        {
          "id": "resolution",
          "title": "Tickets are solved within a day",
          "owner": "Support",
          "tags": ["support"],
          "warning": "resolution > 12h",
          "critical": "resolution > 24h",
          "for": "1d",
          "at": "07:00"
        },
        {
          "id": "open-tickets",
          "title": "No pile of open tickets",
          "owner": "Support",
          "tags": ["support"],
          "warning": "open_tickets > 60",
          "critical": "open_tickets > 90",
          "for": "1d",
          "recover_for": "3d",
          "every": "6h"
        },
        {
          "id": "satisfaction",
          "title": "Customers are content with support",
          "owner": "Support",
          "tags": ["support"],
          "warning": "csat < 75%",
          "critical": "csat < 65%",
          "min_sample": 50,
          "at": "07:00"
        },
        {
          "id": "recommendation",
          "title": "Customers recommend us",
          "owner": "Product",
          "warning": "nps < 30",
          "critical": "nps < 15",
          "recover": "> 33",
          "min_sample": 50,
          "at": "07:00"
        },
        {
          "id": "campaign-response",
          "title": "Campaigns are answered",
          "description": "Answers to each campaign's mails, a week after they were sent.",
          "owner": "Marketing",
          "tags": ["marketing"],
          "kpi": "response_rate",
          "by": ["campaign"],
          "window": "14d",
          "lag": "7d",
          "warning": "< 7%",
          "critical": "< 4%",
          "min_sample": 100,
          "at": "07:00"
        },
        {
          "id": "website",
          "title": "Visitors of the website become prospects",
          "owner": "Marketing",
          "tags": ["marketing"],
          "warning": "conversion < 2.5%",
          "critical": "conversion < 2%",
          "min_sample": 500,
          "at": "07:00"
        },
        {
          "id": "leads",
          "title": "Leads become customers",
          "description": "Leads of the month before last: they have had 30 days to decide.",
          "owner": "Sales",
          "tags": ["sales"],
          "warning": "lead_conversion < 9%",
          "critical": "lead_conversion < 7%",
          "lag": "30d",
          "min_sample": 50,
          "at": "07:00"
        },
        {
          "id": "sales-cycle",
          "title": "Leads decide within a month",
          "owner": "Sales",
          "tags": ["sales"],
          "warning": "time_to_conversion > 26d",
          "critical": "time_to_conversion > 35d",
          "min_sample": 10,
          "at": "07:00"
        },
        {
          "id": "acquisition-cost",
          "title": "New customers are affordable",
          "owner": "Marketing",
          "tags": ["marketing", "sales"],
          "warning": "cac > 1200 EUR",
          "critical": "cac > 1500 EUR",
          "window": "last month",
          "cron": "0 7 * * MON-FRI"
        }
      ]
    }

    """
