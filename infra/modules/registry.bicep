// Where the two images lie. No administrator account; who runs an image may pull it.
param location string
param token string
param tags object
@description('Principals that pull images: the apps, the Foundry account and its project.')
param pullers array

var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: 'cr${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: {
    // checkov:skip=CKV_AZURE_139: Foundry pulls from outside the network; a private registry needs the Premium tier
    // checkov:skip=CKV_AZURE_166: quarantine needs the Premium tier
    // checkov:skip=CKV_AZURE_163: images are scanned where they are built, see the security workflow
    // checkov:skip=CKV_AZURE_233: zone redundancy needs the Premium tier
    // checkov:skip=CKV_AZURE_165: one region by design
    // checkov:skip=CKV_AZURE_167: retention of untagged images needs the Premium tier
    // checkov:skip=CKV_AZURE_164: signing needs the Premium tier
    // checkov:skip=CKV_AZURE_237: dedicated data endpoints need the Premium tier
    adminUserEnabled: false
    anonymousPullEnabled: false
    roleAssignmentMode: 'LegacyRegistryPermissions'
    // Hosted agents sign in with a token of Azure's own audience; refused, they fail with nothing but "ImageError".
    policies: { azureADAuthenticationAsArmPolicy: { status: 'enabled' } }
  }
}

resource pulling 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for puller in pullers: {
  name: guid(registry.id, puller, acrPull)
  scope: registry
  properties: {
    principalId: puller
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
  }
}]

output name string = registry.name
output server string = registry.properties.loginServer
