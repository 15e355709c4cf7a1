// The one database. It knows no password: people and processes sign in with Microsoft Entra. Its parts are made one after
// the other, since the server refuses a second change while it works on the first.
param location string
param token string
param tags object
param sku string
param tier string
param standby string
param backupDays int
param administratorName string
param administratorId string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2025-08-01' = {
  name: 'psql-${token}'
  location: location
  tags: tags
  sku: { name: sku, tier: tier }
  properties: {
    version: '17'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: subscription().tenantId }
    storage: { storageSizeGB: 64, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: backupDays, geoRedundantBackup: 'Disabled' }
    highAvailability: { mode: standby }
    network: { publicNetworkAccess: 'Enabled' }
  }
}

// Lets in any address inside Azure, of any tenant; what keeps strangers out is the sign-in. Private access is chosen when
// a server is made and cannot be changed later: see docs/deploy.md before keeping data of real patients.
resource azure 'Microsoft.DBforPostgreSQL/flexibleServers/firewallRules@2025-08-01' = {
  parent: server
  name: 'azure-services'
  properties: { startIpAddress: '0.0.0.0', endIpAddress: '0.0.0.0' }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2025-08-01' = {
  parent: server
  name: 'priorauth'
  properties: { charset: 'UTF8', collation: 'en_US.utf8' }
  dependsOn: [azure]
}

resource transport 'Microsoft.DBforPostgreSQL/flexibleServers/configurations@2025-08-01' = {
  parent: server
  name: 'require_secure_transport'
  properties: { value: 'on', source: 'user-override' }
  dependsOn: [database]
}

resource administrator 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2025-08-01' = {
  parent: server
  name: administratorId
  properties: { principalName: administratorName, principalType: 'ServicePrincipal', tenantId: subscription().tenantId }
  dependsOn: [transport]
}

output host string = server.properties.fullyQualifiedDomainName
