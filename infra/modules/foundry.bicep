// The model and the project in which the four specialists are hosted. The agents themselves are registered by a hook, as
// versions of one image. No keys: the account refuses them.
param location string
param token string
param tags object
param modelName string
param modelVersion string
param modelSku string
param modelCapacity int
@description('Principals that call the agents.')
param callers array
param deployerId string
param deployerType string

var foundryUser = '53ca6127-db72-4b80-b1b0-d745d6d5456d'
var openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'

resource account 'Microsoft.CognitiveServices/accounts@2026-07-01' = {
  name: 'cog-${token}'
  location: location
  tags: tags
  kind: 'AIServices'
  sku: { name: 'S0' }
  identity: { type: 'SystemAssigned' }
  properties: {
    // checkov:skip=CKV_AZURE_134: hosted agents call it from Microsoft's side; keys are refused
    // checkov:skip=CKV2_AZURE_22: keys of the customer's own are a choice for real data, see docs/deploy.md
    allowProjectManagement: true
    customSubDomainName: 'cog-${token}'
    disableLocalAuth: true
    publicNetworkAccess: 'Enabled'
  }
}

resource model 'Microsoft.CognitiveServices/accounts/deployments@2026-07-01' = {
  parent: account
  name: modelName
  sku: { name: modelSku, capacity: modelCapacity }
  properties: {
    model: { format: 'OpenAI', name: modelName, version: modelVersion }
    // What was evaluated stays what runs, until somebody raises it and evaluates again.
    versionUpgradeOption: 'NoAutoUpgrade'
  }
}

resource project 'Microsoft.CognitiveServices/accounts/projects@2026-07-01' = {
  parent: account
  name: 'prior-auth'
  location: location
  tags: tags
  identity: { type: 'SystemAssigned' }
  properties: { displayName: 'Prior authorization' }
  dependsOn: [model]
}

resource calling 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for caller in callers: {
  name: guid(project.id, caller, foundryUser)
  scope: project
  properties: {
    principalId: caller
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', foundryUser)
  }
}]

resource registering 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(project.id, deployerId, foundryUser)
  scope: project
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', foundryUser)
  }
}

resource modelling 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for caller in callers: {
  name: guid(account.id, caller, openAiUser)
  scope: account
  properties: {
    principalId: caller
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
  }
}]

resource agentsModelling 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, project.id, openAiUser)
  scope: account
  properties: {
    principalId: project.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', openAiUser)
  }
}

output projectId string = project.id
output projectEndpoint string = 'https://${account.properties.customSubDomainName}.services.ai.azure.com/api/projects/${project.name}'
output pullers array = [account.identity.principalId, project.identity.principalId]
