// Where logs and telemetry go. Nobody sends with a key: the identities of the engine are named as senders.
param location string
param token string
param tags object
@description('Principals that may send telemetry.')
param senders array

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-${token}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
    features: { disableLocalAuth: true }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${token}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource sending 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for sender in senders: {
  name: guid(insights.id, sender, metricsPublisher)
  scope: insights
  properties: {
    principalId: sender
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}]

output workspaceId string = workspace.id
output customerId string = workspace.properties.customerId
// Names where to send; without a sender's role it opens nothing, since keys are refused.
output connectionString string = insights.properties.ConnectionString
