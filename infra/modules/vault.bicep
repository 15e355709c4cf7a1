// The keys of the record: what anchors and seals it. They are made once, after provisioning, and never leave by an output.
param location string
param token string
param tags object
@description('Principals that read the keys when they start.')
param readers array
param deployerId string
param deployerType string
param purgeProtection bool

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: 'kv-${token}'
  location: location
  tags: tags
  properties: {
    // checkov:skip=CKV_AZURE_189: reached over Microsoft Entra only; close the network with a private endpoint for real data
    // checkov:skip=CKV_AZURE_109: the same
    // checkov:skip=CKV_AZURE_110: a parameter, since purge protection and an `azd down` that leaves nothing exclude each other
    // checkov:skip=CKV_AZURE_42: the same
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    enablePurgeProtection: purgeProtection ? true : null
  }
}

resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for reader in readers: {
  name: guid(vault.id, reader, secretsUser)
  scope: vault
  properties: {
    principalId: reader
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}]

resource writing 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, deployerId, secretsOfficer)
  scope: vault
  properties: {
    principalId: deployerId
    principalType: deployerType
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri
