// Who the processes are. One identity for each kind of process, so that each is granted its own and no more.
param location string
param token string
param tags object

resource api 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-api-${token}'
  location: location
  tags: tags
}

resource worker 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-worker-${token}'
  location: location
  tags: tags
}

// Owns the schema and is the database's administrator; no process that answers anybody has it.
resource migrate 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-migrate-${token}'
  location: location
  tags: tags
}

output engine array = [api.properties.principalId, worker.properties.principalId]
output all array = [api.properties.principalId, worker.properties.principalId, migrate.properties.principalId]
output apiId string = api.id
output apiName string = api.name
output apiClientId string = api.properties.clientId
output apiPrincipalId string = api.properties.principalId
output workerId string = worker.id
output workerName string = worker.name
output workerClientId string = worker.properties.clientId
output workerPrincipalId string = worker.properties.principalId
output migrateId string = migrate.id
output migrateName string = migrate.name
output migrateClientId string = migrate.properties.clientId
output migratePrincipalId string = migrate.properties.principalId
