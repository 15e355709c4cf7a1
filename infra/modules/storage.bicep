// Documents' bytes, and the queue whose length says how many workers are wanted. No account keys, no public blobs.
param location string
param token string
param tags object
@description('Principals that keep and read documents.')
param engine array
param workerId string

var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueReader = '19e7f393-937e-4f77-808e-94535e297925'
var queueSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: 'st${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    // checkov:skip=CKV_AZURE_206: zone-redundant storage stays in its region on purpose
    // checkov:skip=CKV_AZURE_35: reached over Microsoft Entra only; close the network with a private endpoint for real data
    // checkov:skip=CKV_AZURE_43: the name is put together from a token of 13 lowercase letters and digits
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: { enabled: true, days: 14 }
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
  }
}

resource documents 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = {
  parent: blobs
  name: 'documents'
  properties: { publicAccess: 'None' }
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' = {
  parent: account
  name: 'default'
}

resource workersWanted 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01' = {
  parent: queues
  name: 'workers-wanted'
}

resource keeping 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for principal in engine: {
  name: guid(documents.id, principal, blobContributor)
  scope: documents
  properties: {
    principalId: principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobContributor)
  }
}]

// The scaler reads the queue's length and the watch puts tickets, both as the worker.
resource queueing 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [queueReader, queueSender]: {
  name: guid(workersWanted.id, workerId, role)
  scope: workersWanted
  properties: {
    principalId: workerId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

output name string = account.name
output documentsUrl string = '${account.properties.primaryEndpoints.blob}documents'
output workersWantedUrl string = '${account.properties.primaryEndpoints.queue}workers-wanted'
