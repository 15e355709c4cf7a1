// What somebody must hear of. Each rule reads the lines that `priorauth watch` prints; docs/operate.md says what to do.
param location string
param tags object
param workspaceId string
param email string

var figures = 'ContainerAppConsoleLogs | where ContainerAppName == "ca-watch" | extend figures = parse_json(Log) | where isnotnull(figures.waiting)'

var rules = [
  { name: 'clock-breached', severity: 1, condition: 'toint(figures.breached) > 0', text: 'A case has no decision and its clock has run out.' }
  { name: 'dead-letters', severity: 1, condition: 'toint(figures.failed) > 0', text: 'A review could not be brought to an end; its case waits for a person.' }
  { name: 'source-outage', severity: 2, condition: 'array_length(figures.sources_down) > 0', text: 'A data source did not answer; cases that need it pend.' }
  { name: 'reviews-wait', severity: 2, condition: 'toint(figures.oldest_seconds) > 900', text: 'A review has waited for a worker for a quarter of an hour.' }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: 'ag-on-duty'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'on-duty'
    enabled: true
    emailReceivers: [{ name: 'on-duty', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for one in rules: {
  name: one.name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: one.name
    description: one.text
    severity: one.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT10M'
    autoMitigate: true
    // The table is not there before the first container has logged; the rule is valid all the same.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: '${figures} | where ${one.condition}'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: empty(email) ? [] : [people.id] }
  }
}]

// Without this one, silence of the others would mean nothing.
resource silence 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'watch-silent'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'watch-silent'
    description: 'The watch has printed no figures; the other alerts are blind.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: figures
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: empty(email) ? [] : [people.id] }
  }
}
