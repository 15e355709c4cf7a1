// Everything the engine stands on in Azure, one module for each concern. Identities come first, roles with what they
// open, the apps last and by `azd deploy`: a role takes minutes to be known, and the database takes as long to be made.
targetScope = 'subscription'

@description('Name of this installation; the resource group and the tags carry it.')
@minLength(1)
@maxLength(48)
param environmentName string

@metadata({ azd: { type: 'location', usageName: 'OpenAI.DataZoneStandard.gpt-5.4,100' } })
param location string

@description('Where the database is made, if the offer is not open to the subscription in the main region.')
param databaseLocation string = location

@description('Who deploys: may write the first keys and register agents.')
param principalId string
param principalType string = 'User'

param modelName string = 'gpt-5.4'
param modelVersion string = '2026-03-05'
@description('DataZoneStandard keeps processing in one zone of the world; Standard in one region; GlobalStandard anywhere.')
param modelSku string = 'DataZoneStandard'
@description('Thousands of tokens a minute.')
param modelCapacity int = 100

param databaseSku string = 'Standard_B2s'
param databaseTier string = 'Burstable'
@description('ZoneRedundant for data of real patients; needs the GeneralPurpose tier.')
param databaseStandby string = 'Disabled'
param backupDays int = 14

@description('Keeps a deleted key vault for its retention time, whoever asks. Then `azd down` leaves that vault behind.')
param purgeProtection bool = false
@description('Where alerts go; empty means they are only shown.')
param alertEmail string = ''
@description('Where people reach this installation, if it has a domain of its own.')
param publicUrl string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identities 'modules/identities.bicep' = {
  name: 'identities'
  scope: group
  params: { location: location, token: token, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { location: location, token: token, tags: tags, senders: identities.outputs.engine }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: { location: location, token: token, tags: tags, engine: identities.outputs.engine, workerId: identities.outputs.workerPrincipalId }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: { location: location, token: token, tags: tags, readers: identities.outputs.engine, deployerId: principalId, deployerType: principalType, purgeProtection: purgeProtection }
}

module database 'modules/database.bicep' = {
  name: 'database'
  scope: group
  params: { location: databaseLocation, token: token, tags: tags, sku: databaseSku, tier: databaseTier, standby: databaseStandby, backupDays: backupDays, administratorName: identities.outputs.migrateName, administratorId: identities.outputs.migratePrincipalId }
}

module foundry 'modules/foundry.bicep' = {
  name: 'foundry'
  scope: group
  params: { location: location, token: token, tags: tags, modelName: modelName, modelVersion: modelVersion, modelSku: modelSku, modelCapacity: modelCapacity, callers: identities.outputs.engine, deployerId: principalId, deployerType: principalType }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  scope: group
  params: { location: location, token: token, tags: tags, pullers: concat(identities.outputs.all, foundry.outputs.pullers) }
}

module platform 'modules/environment.bicep' = {
  name: 'environment'
  scope: group
  params: { location: location, token: token, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: { location: location, tags: tags, workspaceId: monitoring.outputs.workspaceId, email: alertEmail }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.server
output AZURE_CONTAINER_REGISTRY_NAME string = registry.outputs.name
output AZURE_CONTAINER_APPS_ENVIRONMENT_ID string = platform.outputs.id
output AZURE_CONTAINER_APPS_ENVIRONMENT_DEFAULT_DOMAIN string = platform.outputs.domain
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_KEY_VAULT_ENDPOINT string = vault.outputs.uri
output AZURE_STORAGE_ACCOUNT_NAME string = storage.outputs.name
output AZURE_LOG_ANALYTICS_WORKSPACE_ID string = monitoring.outputs.customerId
output APPLICATIONINSIGHTS_CONNECTION_STRING string = monitoring.outputs.connectionString
output AZURE_AI_PROJECT_ID string = foundry.outputs.projectId
output FOUNDRY_PROJECT_ENDPOINT string = foundry.outputs.projectEndpoint
output POSTGRES_HOST string = database.outputs.host
output API_IDENTITY_ID string = identities.outputs.apiId
output API_IDENTITY_NAME string = identities.outputs.apiName
output API_IDENTITY_CLIENT_ID string = identities.outputs.apiClientId
output API_IDENTITY_PRINCIPAL_ID string = identities.outputs.apiPrincipalId
output WORKER_IDENTITY_ID string = identities.outputs.workerId
output WORKER_IDENTITY_NAME string = identities.outputs.workerName
output WORKER_IDENTITY_CLIENT_ID string = identities.outputs.workerClientId
output WORKER_IDENTITY_PRINCIPAL_ID string = identities.outputs.workerPrincipalId
output MIGRATE_IDENTITY_ID string = identities.outputs.migrateId
output MIGRATE_IDENTITY_NAME string = identities.outputs.migrateName
output MIGRATE_IDENTITY_CLIENT_ID string = identities.outputs.migrateClientId
output PRIORAUTH_BLOB_URL string = storage.outputs.documentsUrl
output PRIORAUTH_SCALE_QUEUE_URL string = storage.outputs.workersWantedUrl
output PRIORAUTH_MODEL_NAME string = modelName
output PRIORAUTH_MODEL_BASE_URL string = foundry.outputs.projectEndpoint
output PRIORAUTH_PUBLIC_URL string = empty(publicUrl) ? 'https://ca-api.${platform.outputs.domain}' : publicUrl
